import { aggregate, event, shape, type EventOf, type LocalDate } from '#kernel';
import type { MeetingKind } from '../meeting/vocabulary.js';

/** A year's meetings of one kind, as planned at once. The process `meeting-series` schedules each of them. */
export const meetingSeriesScheduled = event(
  'meetings.MeetingSeriesScheduled',
  shape<{
    unitId: string;
    kind: MeetingKind;
    year: number;
    meetings: readonly { readonly meetingId: string; readonly scheduledFor: LocalDate }[];
  }>(),
);

export interface MeetingSeries {
  /** Days planned so far, by the id of their meeting. */
  readonly planned: ReadonlyMap<string, LocalDate>;
}

const seriesEvents = [meetingSeriesScheduled] as const;

/** One stream per unit, year and kind. */
export const meetingSeries = aggregate({
  name: 'series',
  events: seriesEvents,
  initialState: { planned: new Map() } as MeetingSeries,
  evolve: ({ planned }, { data: { meetings } }: EventOf<typeof seriesEvents>): MeetingSeries => ({
    planned: new Map([
      ...planned,
      ...meetings.map(({ meetingId, scheduledFor }) => [meetingId, scheduledFor] as const),
    ]),
  }),
});

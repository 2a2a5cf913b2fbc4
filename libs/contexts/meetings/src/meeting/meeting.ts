import { aggregate, event, shape, type EventOf, type LocalDate } from '#kernel';
import type { StandardJudgement } from '../rule-packs/meeting-standard.js';
import type { AttendanceMark, MeetingKind, Turnout } from './vocabulary.js';

export const meetingScheduled = event(
  'meetings.MeetingScheduled',
  shape<{ meetingId: string; unitId: string; kind: MeetingKind; scheduledFor: LocalDate }>(),
);

export const meetingRescheduled = event(
  'meetings.MeetingRescheduled',
  shape<{
    meetingId: string;
    unitId: string;
    kind: MeetingKind;
    scheduledFor: LocalDate;
    previouslyFor: LocalDate;
  }>(),
);

/** The reason stands in the metadata. */
export const meetingCancelled = event(
  'meetings.MeetingCancelled',
  shape<{ meetingId: string; unitId: string; kind: MeetingKind; scheduledFor: LocalDate }>(),
);

/**
 * `expectedCadreIds`: who was assigned to the unit on that day, as known when the meeting was recorded.
 * `scheduledFor` is null for a meeting that nobody had scheduled.
 */
export const meetingHeld = event(
  'meetings.MeetingHeld',
  shape<{
    meetingId: string;
    unitId: string;
    kind: MeetingKind;
    scheduledFor: LocalDate | null;
    heldOn: LocalDate;
    durationMinutes: number;
    expectedCadreIds: readonly string[];
  }>(),
);

/** `previousMark` is the mark that this one replaces; `wasExpected` tells whether MeetingHeld counted the cadre. */
export const attendanceRecorded = event(
  'meetings.AttendanceRecorded',
  shape<{
    meetingId: string;
    unitId: string;
    heldOn: LocalDate;
    cadreId: string;
    mark: AttendanceMark;
    previousMark: AttendanceMark | null;
    wasExpected: boolean;
  }>(),
);

/** Turnout, and what the system proposes from it: null when no rule pack speaks about such a meeting on that day. */
export interface TurnoutEntry {
  readonly turnout: Turnout;
  readonly judgement: StandardJudgement | null;
}

/** `previous` is the entry that this one replaces. */
export const turnoutRecorded = event(
  'meetings.TurnoutRecorded',
  shape<{
    meetingId: string;
    unitId: string;
    kind: MeetingKind;
    heldOn: LocalDate;
    turnout: Turnout;
    judgement: StandardJudgement | null;
    previous: TurnoutEntry | null;
  }>(),
);

const meetingEvents = [
  meetingScheduled,
  meetingRescheduled,
  meetingCancelled,
  meetingHeld,
  attendanceRecorded,
  turnoutRecorded,
] as const;
export type MeetingEvent = EventOf<typeof meetingEvents>;

/** `unitId` and `kind` are set in every status but `none`; `heldOn` and `durationMinutes` once held. */
export interface Meeting {
  readonly status: 'none' | 'scheduled' | 'held' | 'cancelled';
  readonly unitId?: string;
  readonly kind?: MeetingKind;
  readonly scheduledFor?: LocalDate;
  readonly heldOn?: LocalDate;
  readonly durationMinutes?: number;
  readonly expectedCadreIds: readonly string[];
  readonly marks: ReadonlyMap<string, AttendanceMark>;
  readonly turnout?: TurnoutEntry;
}

export const meeting = aggregate({
  name: 'meeting',
  events: meetingEvents,
  initialState: { status: 'none', expectedCadreIds: [], marks: new Map() } as Meeting,
  evolve(state, event: MeetingEvent): Meeting {
    switch (event.type) {
      case meetingScheduled.type: {
        const { unitId, kind, scheduledFor } = event.data;
        return { ...state, status: 'scheduled', unitId, kind, scheduledFor };
      }
      case meetingRescheduled.type:
        return { ...state, scheduledFor: event.data.scheduledFor };
      case meetingCancelled.type:
        return { ...state, status: 'cancelled' };
      case meetingHeld.type: {
        const { unitId, kind, heldOn, durationMinutes, expectedCadreIds } = event.data;
        return { ...state, status: 'held', unitId, kind, heldOn, durationMinutes, expectedCadreIds };
      }
      case attendanceRecorded.type:
        return { ...state, marks: new Map(state.marks).set(event.data.cadreId, event.data.mark) };
      case turnoutRecorded.type: {
        const { turnout, judgement } = event.data;
        return { ...state, turnout: { turnout, judgement } };
      }
    }
  },
});

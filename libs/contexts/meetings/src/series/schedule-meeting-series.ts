import { act, Command, derivedId, type LocalDate, type Month } from '#kernel';
import { ArrayUnique, IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { readUnit, refuseUnlessOpen } from '../meeting/open-unit.js';
import { meetingKinds, type MeetingKind } from '../meeting/vocabulary.js';
import { meetingSeries, meetingSeriesScheduled } from './meeting-series.js';

export class ScheduleMeetingSeries extends Command {
  @IsUUID() unitId!: string;
  @IsInt() @Min(1945) @Max(2100) year!: number;
  /** `regular` when left out. */
  @IsOptional() @IsIn(meetingKinds) kind?: MeetingKind;
  /** Day of each month, one that every month has. A single meeting is moved by `reschedule-meeting`. */
  @IsInt() @Min(1) @Max(28) day!: number;
  /** 1 to 12; every month when left out. */
  @IsOptional()
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(12, { each: true })
  months?: number[];
}

/** Id of the meeting of a month, the same whoever plans it: a series planned twice has its meetings once. */
export const seriesMeetingId = (unitId: string, kind: MeetingKind, month: Month): string =>
  derivedId('meeting-series', unitId, kind, month);

/** Months planned before stay as they are; the same series again adds those that it did not have. */
export const scheduleMeetingSeries = act({
  name: 'schedule-meeting-series',
  summary: { vi: 'Lên lịch sinh hoạt cả năm', en: "Schedule a year's monthly meetings of a unit" },
  command: ScheduleMeetingSeries,
  aggregate: meetingSeries,
  roles: ['secretary', 'office', 'admin'],
  id: ({ unitId, year, kind = 'regular' }) => derivedId('series', unitId, year, kind),
  creates: true,
  unit: (command) => command.unitId,
  effectiveAt: ({ year }) => `${year}-01-01`,
  facts: async ({ unitId }, _state, read) => ({ unit: await readUnit(read, unitId) }),

  decide({ unitId, year, kind = 'regular', day, months }, state, { facts }) {
    const meetings = (months ?? everyMonth)
      .toSorted((a, b) => a - b)
      .map((number) => {
        const month: Month = `${year}-${twoDigits(number)}`;
        const scheduledFor: LocalDate = `${month}-${twoDigits(day)}`;
        return { meetingId: seriesMeetingId(unitId, kind, month), scheduledFor };
      })
      .filter(({ meetingId }) => !state.planned.has(meetingId));
    for (const { scheduledFor } of meetings) refuseUnlessOpen(facts.unit, unitId, scheduledFor);
    return meetings.length === 0 ? [] : [meetingSeriesScheduled({ unitId, kind, year, meetings })];
  },
});

const everyMonth = Array.from({ length: 12 }, (_, index) => index + 1);
const twoDigits = (number: number): string => String(number).padStart(2, '0');

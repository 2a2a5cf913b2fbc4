import { monthOf, type LocalDate, type Month } from '#kernel';
import type { Scenario } from '../scenario.js';
import { assignmentFigures, followersOn } from './assignments.js';
import { bodiesOf } from './bodies-of.js';

export interface HeldMeeting {
  readonly meetingId: string;
  readonly unitId: string;
  readonly heldOn: LocalDate;
  readonly month: Month;
  readonly kind: string;
  readonly durationMinutes: number;
}

interface Schedule {
  readonly meetingId: string;
  readonly unitId: string;
  readonly kind: string;
}

interface Hold extends Partial<Schedule> {
  readonly meetingId: string;
  readonly heldOn: LocalDate;
  readonly durationMinutes: number;
}

export function heldMeetings(scenario: Scenario): readonly HeldMeeting[] {
  const scheduled = new Map(bodiesOf<Schedule>(scenario, 'schedule-meeting').map((body) => [body.meetingId, body]));
  return bodiesOf<Hold>(scenario, 'hold-meeting').map((hold) => {
    const { meetingId, heldOn, durationMinutes } = hold;
    const unitId = hold.unitId ?? scheduled.get(meetingId)!.unitId;
    const kind = hold.kind ?? scheduled.get(meetingId)!.kind;
    return { meetingId, unitId, kind, heldOn, month: monthOf(heldOn), durationMinutes };
  });
}

/** Attendance of one cadre at one unit in one month. */
export interface AttendanceFigure {
  readonly month: Month;
  readonly unitId: string;
  readonly cadreId: string;
  readonly expected: number;
  readonly attended: number;
  readonly excused: number;
  readonly absent: number;
}

/** The last mark of each cadre at each meeting counts; who followed the unit on that day was expected. */
export function attendanceFigures(scenario: Scenario): readonly AttendanceFigure[] {
  const assignments = assignmentFigures(scenario);
  const marks = new Map<string, string>();
  for (const body of bodiesOf<{ meetingId: string; cadreId: string; mark: string }>(
    scenario,
    'record-meeting-attendance',
  )) {
    marks.set(`${body.meetingId} ${body.cadreId}`, body.mark);
  }
  const figures = new Map<string, AttendanceFigure>();
  for (const { meetingId, unitId, heldOn, month } of heldMeetings(scenario)) {
    for (const cadreId of followersOn(assignments, unitId, heldOn)) {
      const mark = marks.get(`${meetingId} ${cadreId}`);
      const key = `${month} ${unitId} ${cadreId}`;
      const before = figures.get(key) ?? { month, unitId, cadreId, expected: 0, attended: 0, excused: 0, absent: 0 };
      figures.set(key, {
        ...before,
        expected: before.expected + 1,
        attended: before.attended + (mark === 'present' || mark === 'late' || mark === 'left-early' ? 1 : 0),
        excused: before.excused + (mark === 'excused' ? 1 : 0),
        absent: before.absent + (mark === 'absent' ? 1 : 0),
      });
    }
  }
  return [...figures.values()];
}

/** Members at the meetings of one unit in one month. */
export interface TurnoutFigure {
  readonly month: Month;
  readonly unitId: string;
  readonly held: number;
  readonly recorded: number;
  readonly base: number;
  readonly exempt: number;
  readonly present: number;
  readonly excused: number;
  readonly unexcused: number;
  readonly upToStandard: number;
  readonly belowStandard: number;
}

interface Turnout {
  readonly meetingId: string;
  readonly onRoll: number;
  readonly exempt: number;
  readonly present: number;
  readonly excused: number;
  readonly unexcused: number;
}

/** A meeting of a story has its turnout entered once, or not at all. */
export function turnoutFigures(scenario: Scenario): readonly TurnoutFigure[] {
  const turnouts = new Map(bodiesOf<Turnout>(scenario, 'record-turnout').map((body) => [body.meetingId, body]));
  const figures = new Map<string, TurnoutFigure>();
  for (const meeting of heldMeetings(scenario)) {
    const { unitId, month } = meeting;
    const one = ofOneMeeting(meeting, turnouts.get(meeting.meetingId));
    const before = figures.get(`${month} ${unitId}`);
    figures.set(`${month} ${unitId}`, { month, unitId, ...(before ? sumOf(one, before) : one) });
  }
  return [...figures.values()];
}

type Counts = Omit<TurnoutFigure, 'month' | 'unitId'>;

const heldOnly: Counts = {
  ...{ held: 1, recorded: 0, base: 0, exempt: 0, present: 0, excused: 0, unexcused: 0 },
  ...{ upToStandard: 0, belowStandard: 0 },
};

/**
 * 12-HD/BTCTW, as far as a turnout tells: a regular meeting with more than 85 % present, nobody absent without reason,
 * 90 minutes at least. It says nothing of other kinds.
 */
function ofOneMeeting({ kind, durationMinutes }: HeldMeeting, turnout: Turnout | undefined): Counts {
  if (!turnout) return heldOnly;
  const { onRoll, exempt, present, excused, unexcused } = turnout;
  const isJudged = kind === 'regular';
  const isUp = 100 * present > 85 * (onRoll - exempt) && unexcused === 0 && durationMinutes >= 90;
  return {
    ...{ held: 1, recorded: 1, base: onRoll - exempt, exempt, present, excused, unexcused },
    upToStandard: isJudged && isUp ? 1 : 0,
    belowStandard: isJudged && !isUp ? 1 : 0,
  };
}

const sumOf = (a: Counts, b: Counts): Counts =>
  Object.fromEntries(
    Object.entries(a).map(([name, value]) => [name, value + b[name as keyof Counts]]),
  ) as unknown as Counts;

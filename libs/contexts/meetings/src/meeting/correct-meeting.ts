import type { MeetingStandardPack } from '#contexts/rule-packs/contracts';
import { act, Command, DomainError, notFound, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { judgeStandard } from '../rule-packs/meeting-standard.js';
import { expectedCadres } from './expected-cadres.js';
import { meeting, meetingCorrected, type HeldFacts, type Meeting } from './meeting.js';
import { readUnit, refuseUnlessOpen } from './open-unit.js';
import { packOfDay } from './pack-of-day.js';
import { meetingKinds, type MeetingKind } from './vocabulary.js';

/** What is left out stays as it was. */
export class CorrectMeeting extends Command {
  @IsUUID() meetingId!: string;
  @IsOptional() @IsDay() heldOn?: LocalDate;
  @IsOptional() @IsIn(meetingKinds) kind?: MeetingKind;
  @IsOptional() @IsInt() @Min(1) @Max(1440) durationMinutes?: number;
  @IsLine() reason!: string;
}

/**
 * Điều chỉnh, đính chính: the day, kind or duration of a meeting held was entered wrongly. Attendance, turnout and the
 * judgement of the turnout follow to the right month; who was not assigned on the right day is no longer expected, and
 * their mark falls away. Score sheets stay as they were given. A listening conference has delegates instead of
 * members, so that nothing else can become one, nor it anything else.
 */
export const correctMeeting = act({
  name: 'correct-meeting',
  summary: { vi: 'Đính chính ngày, loại, thời lượng sinh hoạt', en: 'Correct the day, kind or duration of a meeting' },
  command: CorrectMeeting,
  aggregate: meeting,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => command.meetingId,
  unit: (_command, state) => state.unitId,
  // The day of the fact that it corrects, whatever day that is moved to.
  effectiveAt: (_command, { firstHeldOn }) => firstHeldOn,

  async facts({ heldOn, kind }, state, read) {
    const day = heldOn ?? state.heldOn;
    return {
      unit: await readUnit(read, state.unitId),
      expectedCadreIds: day === undefined ? [] : await expectedCadres(read, state.unitId, kind ?? state.kind, day),
      pack: await packOfDay(read, { unitId: state.unitId, heldOn: day }),
    };
  },

  decide(command, state, { facts, today }) {
    const { meetingId } = command;
    if (state.status === 'none') throw notFound('meeting.unknown', { meetingId });
    if (state.status !== 'held') throw new DomainError('meeting.not-held', { status: state.status });
    const { unitId } = state as Required<Meeting>;
    const before = factsOf(state);
    const after = corrected(command, before, facts, state);
    if (isSame(before, after)) return [];
    if (after.heldOn > today) throw new DomainError('meeting.held-in-future', { heldOn: after.heldOn, today });
    refuseUnlessOpen(facts.unit, unitId, after.heldOn);
    if ((before.kind === 'listening-conference') !== (after.kind === 'listening-conference')) {
      throw new DomainError('meeting.conference-stays-one', { kind: before.kind });
    }
    return [meetingCorrected({ meetingId, unitId, before, after })];
  },
});

function factsOf(state: Meeting): HeldFacts {
  const { kind, heldOn, durationMinutes, marks, turnout } = state as Required<Meeting>;
  return {
    ...{ kind, heldOn, durationMinutes },
    expectedCadreIds: [...new Set([...state.expectedCadreIds, ...marks.keys()])],
    marks: [...marks].map(([cadreId, mark]) => ({ cadreId, mark })),
    turnout: turnout ?? null,
  };
}

interface Facts {
  readonly expectedCadreIds: readonly string[];
  readonly pack: MeetingStandardPack | undefined;
}

function corrected(
  command: CorrectMeeting,
  before: HeldFacts,
  { expectedCadreIds, pack }: Facts,
  { minutes }: Meeting,
): HeldFacts {
  const { kind = before.kind, heldOn = before.heldOn, durationMinutes = before.durationMinutes } = command;
  const held = { kind, heldOn, durationMinutes };
  const turnout = before.turnout?.turnout;
  return {
    ...held,
    expectedCadreIds,
    marks: before.marks.filter(({ cadreId }) => expectedCadreIds.includes(cadreId)),
    turnout: turnout ? { turnout, judgement: judgeStandard({ ...held, turnout, minutes }, pack) } : null,
  };
}

/** What follows from day, kind and duration is not looked at: a roster entered late does not make a correction. */
const isSame = (before: HeldFacts, after: HeldFacts): boolean =>
  before.kind === after.kind && before.heldOn === after.heldOn && before.durationMinutes === after.durationMinutes;

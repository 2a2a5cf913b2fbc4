import { act, Command, DomainError, invalidField, notFound } from '#kernel';
import { ArrayUnique, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { judgeStandard } from '../rule-packs/meeting-standard.js';
import { packOfDay } from './pack-of-day.js';
import { factDay, meeting, turnoutRecorded, type Meeting } from './meeting.js';
import type { Turnout } from './vocabulary.js';

/** More members than any one organisation has; keeps a slip of the finger out of the sums. */
const most = 100_000;

export class RecordTurnout extends Command {
  @IsUUID() meetingId!: string;
  /** Members on the roll, those exempt included. */
  @IsInt() @Min(0) @Max(most) onRoll!: number;
  /** Exempt from meetings (miễn sinh hoạt): outside the base. */
  @IsInt() @Min(0) @Max(most) exempt!: number;
  @IsInt() @Min(0) @Max(most) present!: number;
  @IsInt() @Min(0) @Max(most) excused!: number;
  @IsInt() @Min(0) @Max(most) unexcused!: number;
  /** Absent members, by id, as far as they are named. Members present are counted, never named. */
  @IsOptional() @IsUUID(undefined, { each: true }) @ArrayUnique() excusedMemberIds?: string[];
  @IsOptional() @IsUUID(undefined, { each: true }) @ArrayUnique() unexcusedMemberIds?: string[];
  /** The member for whom a secretary enters this. */
  @IsOptional() @IsUUID() enteredFor?: string;
}

/** Counts of the unit's members at a meeting. Entering them again replaces them. */
export const recordTurnout = act({
  name: 'record-turnout',
  summary: { vi: 'Ghi nhận đảng viên dự sinh hoạt', en: "Record the turnout of a unit's members at a meeting" },
  command: RecordTurnout,
  aggregate: meeting,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => command.meetingId,
  unit: (_command, state) => state.unitId,
  effectiveAt: (_command, state) => factDay(state),

  facts: async (_command, state, read) => ({ pack: await packOfDay(read, state) }),

  decide(command, state, { facts }) {
    if (state.status === 'none') throw notFound('meeting.unknown', { meetingId: command.meetingId });
    if (state.status !== 'held') throw new DomainError('meeting.not-held', { status: state.status });
    if (state.kind === 'listening-conference') throw new DomainError('meeting.has-delegates', { kind: state.kind });
    const turnout = turnoutOf(command);
    const previous = state.turnout ?? null;
    if (previous && isSame(previous.turnout, turnout)) return [];
    const { unitId, kind, heldOn, durationMinutes } = state as Required<Meeting>;
    const judgement = judgeStandard({ kind, heldOn, durationMinutes, turnout, minutes: state.minutes }, facts.pack);
    return [turnoutRecorded({ meetingId: command.meetingId, unitId, kind, heldOn, turnout, judgement, previous })];
  },
});

/** @throws DomainError when the figures contradict each other */
function turnoutOf(command: RecordTurnout): Turnout {
  const { onRoll, exempt, present, excused, unexcused } = command;
  const excusedMemberIds = [...(command.excusedMemberIds ?? [])].sort();
  const unexcusedMemberIds = [...(command.unexcusedMemberIds ?? [])].sort();
  if (exempt > onRoll) throw invalidField('exempt', 'is-at-most-on-roll', 'More members exempt than on the roll');
  const base = onRoll - exempt;
  if (present + excused + unexcused !== base) {
    throw new DomainError('turnout.does-not-add-up', { base, counted: present + excused + unexcused });
  }
  if (excusedMemberIds.length > excused) {
    throw invalidField('excusedMemberIds', 'is-at-most-excused', 'More members named than excused');
  }
  if (unexcusedMemberIds.length > unexcused) {
    throw invalidField('unexcusedMemberIds', 'is-at-most-unexcused', 'More members named than absent without reason');
  }
  const twice = excusedMemberIds.find((memberId) => unexcusedMemberIds.includes(memberId));
  if (twice !== undefined) throw new DomainError('turnout.member-named-twice', { memberId: twice });
  return { onRoll, exempt, present, excused, unexcused, excusedMemberIds, unexcusedMemberIds };
}

const isSame = (a: Turnout, b: Turnout): boolean =>
  a.onRoll === b.onRoll &&
  a.exempt === b.exempt &&
  a.present === b.present &&
  a.excused === b.excused &&
  a.unexcused === b.unexcused &&
  a.excusedMemberIds.join() === b.excusedMemberIds.join() &&
  a.unexcusedMemberIds.join() === b.unexcusedMemberIds.join();

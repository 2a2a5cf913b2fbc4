import { act, Command, DomainError, invalidField, type LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { expectedCadres } from './expected-cadres.js';
import { meeting, meetingHeld, type Meeting } from './meeting.js';
import { readUnit, refuseUnlessOpen } from './open-unit.js';
import { meetingKinds, type MeetingKind } from './vocabulary.js';

export class HoldMeeting extends Command {
  @IsUUID() meetingId!: string;
  /** Needed when the meeting was not scheduled; otherwise the schedule's, and refused when it says something else. */
  @IsOptional() @IsUUID() unitId?: string;
  /** As `unitId`. */
  @IsOptional() @IsIn(meetingKinds) kind?: MeetingKind;
  /** May differ from the day scheduled. */
  @IsDay() heldOn!: LocalDate;
  @IsInt() @Min(1) @Max(1440) durationMinutes!: number;
}

/**
 * Records that a meeting took place. It need not have been scheduled: extraordinary meetings are called at once, and
 * the history of earlier years is entered without its plans. A meeting held is never held again: what was entered
 * wrongly is corrected, not overwritten.
 */
export const holdMeeting = act({
  name: 'hold-meeting',
  summary: { vi: 'Ghi nhận cuộc sinh hoạt đã tổ chức', en: 'Record that a meeting was held' },
  command: HoldMeeting,
  aggregate: meeting,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => command.meetingId,
  unit: (command, state) => state.unitId ?? command.unitId,
  effectiveAt: ({ heldOn }) => heldOn,

  async facts(command, state, read) {
    const unitId = state.unitId ?? command.unitId;
    return {
      unit: await readUnit(read, unitId),
      expectedCadreIds: await expectedCadres(read, unitId, state.kind ?? command.kind, command.heldOn),
    };
  },

  decide(command, state, { facts, today }) {
    const { meetingId, heldOn, durationMinutes } = command;
    if (state.status === 'cancelled') throw new DomainError('meeting.cancelled', { meetingId });
    const { unitId, kind } = what(command, state);
    if (state.status === 'held') {
      if (state.heldOn === heldOn && state.durationMinutes === durationMinutes) return [];
      throw new DomainError('meeting.already-held', { heldOn: state.heldOn });
    }
    if (heldOn > today) throw new DomainError('meeting.held-in-future', { heldOn, today });
    refuseUnlessOpen(facts.unit, unitId, heldOn);
    const { expectedCadreIds } = facts;
    const scheduledFor = state.scheduledFor ?? null;
    return [meetingHeld({ meetingId, unitId, kind, scheduledFor, heldOn, durationMinutes, expectedCadreIds })];
  },
});

/** The unit and kind of the meeting: from its schedule, or else from the command. @throws DomainError */
function what(command: HoldMeeting, state: Meeting): { unitId: string; kind: MeetingKind } {
  const unitId = state.unitId ?? command.unitId;
  const kind = state.kind ?? command.kind;
  if (unitId === undefined) throw invalidField('unitId', 'required', 'A meeting that was not scheduled needs a unit');
  if (kind === undefined) throw invalidField('kind', 'required', 'A meeting that was not scheduled needs a kind');
  if ((command.unitId ?? unitId) !== unitId || (command.kind ?? kind) !== kind) {
    throw new DomainError('meeting.scheduled-otherwise', { unitId, kind });
  }
  return { unitId, kind };
}

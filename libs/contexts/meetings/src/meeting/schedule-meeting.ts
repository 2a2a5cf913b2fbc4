import { act, Command, DomainError, type LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { IsIn, IsUUID } from 'class-validator';
import { meeting, meetingScheduled } from './meeting.js';
import { isOpen, readUnit, refuseUnlessOpen } from './open-unit.js';
import { meetingKinds, type MeetingKind } from './vocabulary.js';

export class ScheduleMeeting extends Command {
  /** Made by the client. */
  @IsUUID() meetingId!: string;
  @IsUUID() unitId!: string;
  @IsIn(meetingKinds) kind!: MeetingKind;
  /** May lie in the past: a plan of earlier months can be entered afterwards. */
  @IsDay() scheduledFor!: LocalDate;
}

export const scheduleMeeting = act({
  name: 'schedule-meeting',
  summary: { vi: 'Lên lịch sinh hoạt', en: 'Schedule a meeting of a unit' },
  command: ScheduleMeeting,
  aggregate: meeting,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => command.meetingId,
  creates: true,
  unit: (command, state) => state.unitId ?? command.unitId,

  facts: async (command, _state, read) => ({ unit: await readUnit(read, command.unitId) }),

  decide({ meetingId, unitId, kind, scheduledFor }, state, { actor, facts }) {
    // One of a series: whoever was quicker with it, or closed the unit meanwhile, is right.
    if (actor.role === 'system' && (state.status !== 'none' || !isOpen(facts.unit, scheduledFor))) return [];
    if (state.status !== 'none') throw new DomainError('meeting.already-exists', { meetingId, status: state.status });
    refuseUnlessOpen(facts.unit, unitId, scheduledFor);
    return [meetingScheduled({ meetingId, unitId, kind, scheduledFor })];
  },
});

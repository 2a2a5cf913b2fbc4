import { act, Command, DomainError, notFound, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { meeting, meetingRescheduled } from './meeting.js';
import { readUnit, refuseUnlessOpen } from './open-unit.js';

export class RescheduleMeeting extends Command {
  @IsUUID() meetingId!: string;
  @IsDay() scheduledFor!: LocalDate;
  @IsOptional() @IsLine() reason?: string;
}

export const rescheduleMeeting = act({
  name: 'reschedule-meeting',
  summary: { vi: 'Dời lịch sinh hoạt', en: 'Move a scheduled meeting to another day' },
  command: RescheduleMeeting,
  aggregate: meeting,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => command.meetingId,
  unit: (_command, state) => state.unitId,

  facts: async (_command, state, read) => ({ unit: await readUnit(read, state.unitId) }),

  decide({ meetingId, scheduledFor }, state, { facts }) {
    if (state.status === 'none') throw notFound('meeting.unknown', { meetingId });
    if (state.status !== 'scheduled') throw new DomainError('meeting.not-scheduled', { status: state.status });
    if (state.scheduledFor === scheduledFor) return [];
    refuseUnlessOpen(facts.unit, state.unitId!, scheduledFor);
    const { unitId, kind, scheduledFor: previouslyFor } = state;
    return [
      meetingRescheduled({
        meetingId,
        unitId: unitId!,
        kind: kind!,
        scheduledFor,
        previouslyFor: previouslyFor!,
      }),
    ];
  },
});

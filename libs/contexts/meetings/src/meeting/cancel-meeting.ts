import { act, Command, DomainError, notFound } from '#kernel';
import { IsLine } from '#platform';
import { IsUUID } from 'class-validator';
import { meeting, meetingCancelled } from './meeting.js';

export class CancelMeeting extends Command {
  @IsUUID() meetingId!: string;
  @IsLine() reason!: string;
}

export const cancelMeeting = act({
  name: 'cancel-meeting',
  summary: { vi: 'Hủy cuộc sinh hoạt', en: 'Cancel a scheduled meeting' },
  command: CancelMeeting,
  aggregate: meeting,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => command.meetingId,
  unit: (_command, state) => state.unitId,

  decide({ meetingId }, state) {
    if (state.status === 'none') throw notFound('meeting.unknown', { meetingId });
    if (state.status === 'held') throw new DomainError('meeting.already-held', { heldOn: state.heldOn });
    if (state.status === 'cancelled') return [];
    const { unitId, kind, scheduledFor } = state;
    return [meetingCancelled({ meetingId, unitId: unitId!, kind: kind!, scheduledFor: scheduledFor! })];
  },
});

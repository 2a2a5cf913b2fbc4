import { act, Command, DomainError, notFound } from '#kernel';
import { IsLine } from '#platform';
import { IsOptional, IsUUID, Matches } from 'class-validator';
import { expectedCadres } from './expected-cadres.js';
import { meeting, meetingAnnounced } from './meeting.js';

export class AnnounceMeeting extends Command {
  @IsUUID() meetingId!: string;
  /** Time of day, `19:30`. */
  @IsOptional() @Matches(/^([01]\d|2[0-3]):[0-5]\d$/) startsAt?: string;
  @IsOptional() @IsLine(300) place?: string;
  @IsOptional() @IsLine(5000) agenda?: string;
}

/** A meeting that was moved may be announced again. Nobody is told of a day that is over. */
export const announceMeeting = act({
  name: 'announce-meeting',
  summary: {
    vi: 'Thông báo sinh hoạt cho đảng viên và cán bộ theo dõi',
    en: 'Announce a meeting to the members and the assigned cadre',
  },
  command: AnnounceMeeting,
  aggregate: meeting,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => command.meetingId,
  unit: (_command, state) => state.unitId,

  facts: async (_command, { unitId, kind, scheduledFor }, read) => ({
    expectedCadreIds: scheduledFor === undefined ? [] : await expectedCadres(read, unitId, kind, scheduledFor),
  }),

  decide({ meetingId, startsAt, place, agenda }, state, { facts, today }) {
    if (state.status === 'none') throw notFound('meeting.unknown', { meetingId });
    if (state.status !== 'scheduled') throw new DomainError('meeting.not-scheduled', { status: state.status });
    const { unitId, kind, scheduledFor } = state;
    if (scheduledFor! < today) throw new DomainError('meeting.announced-too-late', { scheduledFor, today });
    const announced = {
      ...{ meetingId, unitId: unitId!, kind: kind!, scheduledFor: scheduledFor! },
      ...{ startsAt: startsAt ?? null, place: place ?? null, agenda: agenda ?? null },
      expectedCadreIds: facts.expectedCadreIds,
    };
    if (JSON.stringify(announced) === JSON.stringify(state.announced)) return [];
    return [meetingAnnounced(announced)];
  },
});

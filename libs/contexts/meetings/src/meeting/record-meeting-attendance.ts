import { assignedOn, roster } from '#contexts/assignments/contracts';
import { act, Command, DomainError, notFound } from '#kernel';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { attendanceRecorded, factDay, meeting } from './meeting.js';
import { attendanceMarks, kindsExpectingCadres, type AttendanceMark } from './vocabulary.js';

export class RecordMeetingAttendance extends Command {
  @IsUUID() meetingId!: string;
  @IsUUID() cadreId!: string;
  @IsIn(attendanceMarks) mark!: AttendanceMark;
  /** The cadre for whom a secretary or the office enters this. */
  @IsOptional() @IsUUID() enteredFor?: string;
}

export const recordMeetingAttendance = act({
  name: 'record-meeting-attendance',
  summary: { vi: 'Ghi nhận cán bộ dự sinh hoạt', en: "Record an assigned cadre's attendance at a meeting" },
  command: RecordMeetingAttendance,
  aggregate: meeting,
  roles: ['cadre', 'secretary', 'office', 'admin'],
  id: (command) => command.meetingId,
  unit: (_command, state) => state.unitId,
  effectiveAt: (_command, state) => factDay(state),

  /** Whether a cadre whom the meeting did not expect was assigned after all, by a decision entered late. */
  async facts(command, state, read) {
    const mayBeLate = state.status === 'held' && kindsExpectingCadres.includes(state.kind!);
    if (!mayBeLate || state.expectedCadreIds.includes(command.cadreId)) return { assignedLate: false };
    const unitRoster = await read.state(roster, state.unitId!);
    return { assignedLate: assignedOn(unitRoster, state.heldOn!).includes(command.cadreId) };
  },

  decide(command, state, { facts }) {
    if (state.status === 'none') throw notFound('meeting.unknown', { meetingId: command.meetingId });
    if (state.status !== 'held') throw new DomainError('meeting.not-held', { status: state.status });
    const wasExpected = state.expectedCadreIds.includes(command.cadreId);
    if (!wasExpected && !facts.assignedLate) {
      throw new DomainError('meeting.cadre-not-assigned', { cadreId: command.cadreId, heldOn: state.heldOn });
    }
    const previousMark = state.marks.get(command.cadreId) ?? null;
    if (previousMark === command.mark) return [];
    return [
      attendanceRecorded({
        meetingId: command.meetingId,
        unitId: state.unitId!,
        heldOn: state.heldOn!,
        cadreId: command.cadreId,
        mark: command.mark,
        previousMark,
        wasExpected,
      }),
    ];
  },
});

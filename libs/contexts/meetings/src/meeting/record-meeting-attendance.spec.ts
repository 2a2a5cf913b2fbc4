import { derivedId, fold, type Reader } from '#kernel';
import { given } from '#testing';
import { attendanceRecorded, meeting, meetingHeld, meetingScheduled, type MeetingEvent } from './meeting.js';
import { RecordMeetingAttendance, recordMeetingAttendance } from './record-meeting-attendance.js';

const meetingId = derivedId('spec', 'meeting');
const unitId = derivedId('spec', 'chi bộ ấp 3');
const cadreId = derivedId('spec', 'cadre');
const stranger = derivedId('spec', 'stranger');
const heldOn = '2024-09-03';

const scheduled = meetingScheduled({ meetingId, unitId, kind: 'regular', scheduledFor: heldOn });
const held = meetingHeld({
  meetingId,
  unitId,
  kind: 'regular',
  scheduledFor: heldOn,
  heldOn,
  durationMinutes: 95,
  expectedCadreIds: [cadreId],
});
const present = attendanceRecorded({
  meetingId,
  unitId,
  heldOn,
  cadreId,
  mark: 'present',
  previousMark: null,
  wasExpected: true,
});

describe('record-meeting-attendance', () => {
  it('records the mark of a cadre whom the meeting expected', () => {
    given(recordMeetingAttendance, [scheduled, held], { facts: { assignedLate: false } })
      .when({ meetingId, cadreId, mark: 'present' })
      .then([present]);
  });

  it('keeps the mark that it replaces', () => {
    given(recordMeetingAttendance, [scheduled, held, present], { facts: { assignedLate: false } })
      .when({ meetingId, cadreId, mark: 'excused' })
      .then([attendanceRecorded({ ...present.data, mark: 'excused', previousMark: 'present' })]);
  });

  it('changes nothing when the mark stands already', () => {
    given(recordMeetingAttendance, [scheduled, held, present], { facts: { assignedLate: false } })
      .when({ meetingId, cadreId, mark: 'present' })
      .then([]);
  });

  it('counts a cadre whose assignment was entered after the meeting', () => {
    given(recordMeetingAttendance, [scheduled, held], { facts: { assignedLate: true } })
      .when({ meetingId, cadreId: stranger, mark: 'late' })
      .then([attendanceRecorded({ ...present.data, cadreId: stranger, mark: 'late', wasExpected: false })]);
  });

  it('refuses a cadre who was not assigned on that day', () => {
    given(recordMeetingAttendance, [scheduled, held], { facts: { assignedLate: false } })
      .when({ meetingId, cadreId: stranger, mark: 'present' })
      .thenRefused('meeting.cadre-not-assigned', { cadreId: stranger, heldOn });
  });

  it('asks for late assignments, except to a conference that expects no cadre', async () => {
    const assignment = { assignmentId: derivedId('spec', 'late'), cadreId: stranger, from: '2024-09-01', to: null };
    const read = { state: async () => ({ entries: [assignment] }) } as unknown as Reader;
    const command = Object.assign(new RecordMeetingAttendance(), { meetingId, cadreId: stranger, mark: 'present' });
    const conference = meetingHeld({ ...held.data, kind: 'listening-conference', expectedCadreIds: [] });
    const facts = (...events: MeetingEvent[]) => recordMeetingAttendance.facts!(command, fold(meeting, events), read);
    expect(await facts(held)).toEqual({ assignedLate: true });
    expect(await facts(conference)).toEqual({ assignedLate: false });
  });

  it('refuses a meeting that is unknown or not held', () => {
    const facts = { assignedLate: false };
    given(recordMeetingAttendance, [], { facts })
      .when({ meetingId, cadreId, mark: 'present' })
      .thenRefused('meeting.unknown');
    given(recordMeetingAttendance, [scheduled], { facts })
      .when({ meetingId, cadreId, mark: 'present' })
      .thenRefused('meeting.not-held', { status: 'scheduled' });
  });
});

import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded, someActor } from '#testing';
import { attendanceRecorded, meetingCorrected, meetingHeld } from '../meeting/meeting.js';
import { meetingAttendance } from './meeting-attendance.js';

const [meetingId, unitId, cadreId, other] = ['meeting', 'unit', 'cadre', 'other'].map((name) =>
  derivedId('spec', name),
) as [string, string, string, string];
const heldOn = '2024-09-03';
const held = meetingHeld({
  ...{ meetingId, unitId, kind: 'regular', scheduledFor: null, heldOn, durationMinutes: 95 },
  expectedCadreIds: [cadreId],
});
const mark = { meetingId, unitId, heldOn, previousMark: null, wasExpected: true };
const came = attendanceRecorded({ ...mark, cadreId, mark: 'late' });
const none = { mark: null, enteredBy: null, enteredByRole: null, enteredFor: null, enteredAt: null };
const row = { meetingId, cadreId, unitId, heldOn, ...none };

describe('meeting_attendance', () => {
  it('expects a cadre before anything is recorded, then says who entered the mark and for whom', () => {
    expect(project(meetingAttendance, recorded([held]))).toEqual([row]);
    const actor = { ...someActor, role: 'secretary' as const, enteredFor: cadreId };
    const [first, second] = recorded([held, came], { actor });
    expect(project(meetingAttendance, [first!, second!])).toEqual([
      {
        ...{ ...row, mark: 'late', enteredBy: someActor.subject, enteredByRole: 'secretary', enteredFor: cadreId },
        enteredAt: second!.metadata.recordedAt,
      },
    ]);
  });

  it('has a row for a cadre assigned late', () => {
    const late = attendanceRecorded({ ...mark, cadreId: other, mark: 'present', wasExpected: false });
    expect(project(meetingAttendance, recorded([held, late]))).toHaveLength(2);
  });

  it('follows a correction: the day, and who was assigned on it', () => {
    const before = {
      ...{ kind: 'regular' as const, heldOn, durationMinutes: 95, expectedCadreIds: [cadreId], turnout: null },
      marks: [{ cadreId, mark: 'late' as const }],
    };
    const moved = (expectedCadreIds: string[]) =>
      meetingCorrected({ meetingId, unitId, before, after: { ...before, heldOn: '2024-08-31', expectedCadreIds } });
    expect(project(meetingAttendance, recorded([held, came, moved([cadreId])]))).toMatchObject([
      { cadreId, heldOn: '2024-08-31', mark: 'late' },
    ]);
    expect(project(meetingAttendance, recorded([held, came, moved([other])]))).toEqual([
      { ...row, cadreId: other, heldOn: '2024-08-31' },
    ]);
  });
});

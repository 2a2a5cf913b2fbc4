import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { attendanceRecorded, meetingCorrected, meetingHeld } from '../meeting/meeting.js';
import { attendanceRate } from './attendance-rate.js';

const meetingId = derivedId('spec', 'meeting');
const unitId = derivedId('spec', 'unit');
const cadreId = derivedId('spec', 'cadre');
const heldOn = '2024-09-03';
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
const row = { cadreId, unitId, month: '2024-09', expected: 1, attended: 0, excused: 0, absent: 0 };

describe('attendance_rate', () => {
  it('expects the assigned cadre at each meeting held', () => {
    expect(project(attendanceRate, recorded([held]))).toEqual([row]);
  });

  it('counts an attendance', () => {
    expect(project(attendanceRate, recorded([held, present]))).toEqual([{ ...row, attended: 1 }]);
  });

  it('moves the count when a mark is replaced', () => {
    const excused = attendanceRecorded({ ...present.data, mark: 'excused', previousMark: 'present' });
    expect(project(attendanceRate, recorded([held, present, excused]))).toEqual([{ ...row, excused: 1 }]);
  });

  it('expects a cadre assigned late once only', () => {
    const late = attendanceRecorded({ ...present.data, cadreId: meetingId, wasExpected: false });
    const again = attendanceRecorded({ ...late.data, mark: 'absent', previousMark: 'present' });
    expect(project(attendanceRate, recorded([late, again]))).toEqual([{ ...row, cadreId: meetingId, absent: 1 }]);
  });

  it('moves to the right month, and leaves out who was not assigned on the right day', () => {
    const other = derivedId('spec', 'other');
    const before = {
      ...{ kind: 'regular' as const, heldOn, durationMinutes: 95, expectedCadreIds: [cadreId], turnout: null },
      marks: [{ cadreId, mark: 'present' as const }],
    };
    const earlier = { ...before, heldOn: '2024-08-31' };
    const moved = meetingCorrected({ meetingId, unitId, before, after: earlier });
    const empty = { ...row, expected: 0 };
    expect(project(attendanceRate, recorded([held, present, moved]))).toEqual([
      { ...row, month: '2024-08', attended: 1 },
      empty,
    ]);
    const replaced = { ...earlier, expectedCadreIds: [other], marks: [] };
    const rows = project(
      attendanceRate,
      recorded([held, present, meetingCorrected({ meetingId, unitId, before, after: replaced })]),
    );
    expect(rows).toHaveLength(2);
    expect(rows).toEqual(expect.arrayContaining([empty, { ...row, cadreId: other, month: '2024-08' }]));
  });

  it('is the same for meetings in any order', () => {
    const one = recorded([held, present], {}, 'meeting-1');
    const other = recorded([held, attendanceRecorded({ ...present.data, mark: 'excused' })], {}, 'meeting-2');
    const rows = project(attendanceRate, [...one, ...other]);
    expect(rows).toEqual([{ ...row, expected: 2, attended: 1, excused: 1 }]);
    expect(project(attendanceRate, [...other, ...one])).toEqual(rows);
    expect(project(attendanceRate, [one[0]!, other[0]!, other[1]!, one[1]!])).toEqual(rows);
  });
});

import { monthOf } from '#kernel';
import { integer, text, uuid, view } from '#projections';
import { attendanceRecorded, meetingCorrected, meetingHeld } from '../meeting/meeting.js';
import { isAttended, type AttendanceMark } from '../meeting/vocabulary.js';

const counts = (mark: AttendanceMark | null) => ({
  attended: mark !== null && isAttended(mark) ? 1 : 0,
  excused: mark === 'excused' ? 1 : 0,
  absent: mark === 'absent' ? 1 : 0,
});

/** How often each assigned cadre attended the meetings of a unit, by month. The rate is attended / expected. */
export const attendanceRate = view({
  name: 'attendance_rate',
  version: 2,
  columns: {
    cadreId: uuid().key(),
    unitId: uuid().key(),
    month: text().key(),
    expected: integer(),
    attended: integer(),
    excused: integer(),
    absent: integer(),
  },
  indexes: [['unitId', 'month']],
})
  .on(meetingHeld, ({ data }, rows) => {
    for (const cadreId of data.expectedCadreIds) {
      rows.increment({ cadreId, unitId: data.unitId, month: monthOf(data.heldOn) }, { expected: 1 });
    }
  })
  .on(attendanceRecorded, ({ data }, rows) => {
    const now = counts(data.mark);
    const before = counts(data.previousMark);
    rows.increment(
      { cadreId: data.cadreId, unitId: data.unitId, month: monthOf(data.heldOn) },
      {
        expected: data.wasExpected || data.previousMark ? 0 : 1,
        attended: now.attended - before.attended,
        excused: now.excused - before.excused,
        absent: now.absent - before.absent,
      },
    );
  })
  .on(meetingCorrected, ({ data: { unitId, before, after } }, rows) => {
    for (const [{ heldOn, expectedCadreIds, marks }, sign] of [[before, -1] as const, [after, 1] as const]) {
      for (const cadreId of expectedCadreIds) {
        const { attended, excused, absent } = counts(marks.find((each) => each.cadreId === cadreId)?.mark ?? null);
        rows.increment(
          { cadreId, unitId, month: monthOf(heldOn) },
          { expected: sign, attended: sign * attended, excused: sign * excused, absent: sign * absent },
        );
      }
    }
  });

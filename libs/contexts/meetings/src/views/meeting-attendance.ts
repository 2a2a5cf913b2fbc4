import { date, text, timestamp, uuid, view } from '#projections';
import { attendanceRecorded, meetingCorrected, meetingHeld } from '../meeting/meeting.js';

const notEntered = { mark: null, enteredBy: null, enteredByRole: null, enteredFor: null, enteredAt: null };

/** Every cadre expected at every meeting, with the mark that stands and who entered it; null: not recorded yet. */
export const meetingAttendance = view({
  name: 'meeting_attendance',
  version: 1,
  columns: {
    meetingId: uuid().key(),
    cadreId: uuid().key(),
    unitId: uuid(),
    heldOn: date(),
    mark: text().nullable(),
    /** Account that entered the mark. */
    enteredBy: text().nullable(),
    enteredByRole: text().nullable(),
    /** Person for whom it was entered. */
    enteredFor: uuid().nullable(),
    enteredAt: timestamp().nullable(),
  },
  indexes: [
    ['unitId', 'heldOn'],
    ['cadreId', 'heldOn'],
  ],
})
  .on(meetingHeld, ({ data: { meetingId, unitId, heldOn, expectedCadreIds } }, rows) => {
    for (const cadreId of expectedCadreIds) rows.upsert({ meetingId, cadreId, unitId, heldOn, ...notEntered });
  })
  .on(attendanceRecorded, ({ data: { meetingId, cadreId, unitId, heldOn, mark }, metadata }, rows) => {
    const { subject, role, enteredFor } = metadata.actor;
    rows.upsert({
      ...{ meetingId, cadreId, unitId, heldOn, mark },
      ...{ enteredBy: subject, enteredByRole: role, enteredFor: enteredFor ?? null, enteredAt: metadata.recordedAt },
    });
  })
  .on(meetingCorrected, ({ data: { meetingId, unitId, before, after } }, rows) => {
    const { heldOn } = after;
    for (const cadreId of before.expectedCadreIds) {
      if (!after.expectedCadreIds.includes(cadreId)) rows.delete({ meetingId, cadreId });
    }
    for (const cadreId of after.expectedCadreIds) {
      if (before.expectedCadreIds.includes(cadreId)) rows.patch({ meetingId, cadreId }, { heldOn });
      else rows.upsert({ meetingId, cadreId, unitId, heldOn, ...notEntered });
    }
  });

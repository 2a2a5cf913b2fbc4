import { date, integer, jsonb, text, uuid, view } from '#projections';
import {
  attendanceRecorded,
  meetingCancelled,
  meetingHeld,
  meetingRescheduled,
  meetingScheduled,
  turnoutRecorded,
} from '../meeting/meeting.js';
import { isAttended } from '../meeting/vocabulary.js';
import type { RuleOutcome } from '../rule-packs/meeting-standard.js';

const noFigures = {
  onRoll: null,
  exempt: null,
  present: null,
  excused: null,
  unexcused: null,
  standardPack: null,
  standardProposal: null,
  standardRules: null,
};

/** Every meeting, one row each: planned, held or cancelled, with its figures once they are known. */
export const meetingRegister = view({
  name: 'meeting_register',
  version: 1,
  columns: {
    meetingId: uuid().key(),
    unitId: uuid(),
    kind: text(),
    /** scheduled, held, cancelled */
    status: text(),
    /** Day held, or planned while it has not been. */
    meetingDate: date(),
    scheduledFor: date().nullable(),
    heldOn: date().nullable(),
    durationMinutes: integer().nullable(),
    /** Assigned cadres: how many should have come, and how many came. */
    expectedCadres: integer(),
    attendedCadres: integer(),
    cancelReason: text().nullable(),
    onRoll: integer().nullable(),
    exempt: integer().nullable(),
    present: integer().nullable(),
    excused: integer().nullable(),
    unexcused: integer().nullable(),
    standardPack: text().nullable(),
    standardProposal: text().nullable(),
    standardRules: jsonb<readonly RuleOutcome[]>().nullable(),
  },
  indexes: [
    ['unitId', 'meetingDate'],
    ['meetingDate', 'meetingId'],
  ],
})
  .on(meetingScheduled, ({ data: { meetingId, unitId, kind, scheduledFor } }, rows) => {
    rows.insert({
      meetingId,
      unitId,
      kind,
      status: 'scheduled',
      meetingDate: scheduledFor,
      scheduledFor,
      heldOn: null,
      durationMinutes: null,
      expectedCadres: 0,
      attendedCadres: 0,
      cancelReason: null,
      ...noFigures,
    });
  })
  .on(meetingRescheduled, ({ data: { meetingId, scheduledFor } }, rows) => {
    rows.patch({ meetingId }, { meetingDate: scheduledFor, scheduledFor });
  })
  .on(meetingCancelled, ({ data: { meetingId }, metadata }, rows) => {
    rows.patch({ meetingId }, { status: 'cancelled', cancelReason: metadata.reason ?? null });
  })
  .on(meetingHeld, ({ data }, rows) => {
    const { meetingId, unitId, kind, scheduledFor, heldOn, durationMinutes } = data;
    rows.upsert({
      meetingId,
      unitId,
      kind,
      status: 'held',
      meetingDate: heldOn,
      scheduledFor,
      heldOn,
      durationMinutes,
      expectedCadres: data.expectedCadreIds.length,
      attendedCadres: 0,
      cancelReason: null,
      ...noFigures,
    });
  })
  .on(attendanceRecorded, ({ data: { meetingId, mark, previousMark, wasExpected } }, rows) => {
    rows.increment(
      { meetingId },
      {
        expectedCadres: wasExpected || previousMark ? 0 : 1,
        attendedCadres: Number(isAttended(mark)) - Number(previousMark !== null && isAttended(previousMark)),
      },
    );
  })
  .on(turnoutRecorded, ({ data: { meetingId, turnout, judgement } }, rows) => {
    const { onRoll, exempt, present, excused, unexcused } = turnout;
    rows.patch(
      { meetingId },
      {
        onRoll,
        exempt,
        present,
        excused,
        unexcused,
        standardPack: judgement?.pack ?? null,
        standardProposal: judgement?.proposal ?? null,
        standardRules: judgement?.rules ?? null,
      },
    );
  });

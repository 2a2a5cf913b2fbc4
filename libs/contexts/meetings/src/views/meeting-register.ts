import { boolean, date, integer, jsonb, numeric, text, uuid, view } from '#projections';
import {
  attendanceRecorded,
  meetingAnnounced,
  meetingCancelled,
  meetingCorrected,
  meetingHeld,
  meetingRescheduled,
  meetingScheduled,
  meetingScored,
  minutesRecorded,
  turnoutRecorded,
  type TurnoutEntry,
} from '../meeting/meeting.js';
import { isAttended } from '../meeting/vocabulary.js';
import type { RuleOutcome, StandardJudgement } from '../rule-packs/meeting-standard.js';

const notAnnounced = { announcedFor: null, startsAt: null, place: null, agenda: null };

const noFigures = {
  onRoll: null,
  exempt: null,
  present: null,
  excused: null,
  unexcused: null,
  standardPack: null,
  standardProposal: null,
  standardRules: null,
  hasMinutes: false,
  ...{ ownScore: null, ownGrade: null, superiorScore: null, superiorGrade: null },
  corrections: 0,
};

const judged = (judgement: StandardJudgement | null) => ({
  standardPack: judgement?.pack ?? null,
  standardProposal: judgement?.proposal ?? null,
  standardRules: judgement?.rules ?? null,
});

const counted = ({ turnout, judgement }: TurnoutEntry) => {
  const { onRoll, exempt, present, excused, unexcused } = turnout;
  return { onRoll, exempt, present, excused, unexcused, ...judged(judgement) };
};

/** Every meeting, one row each: planned, held or cancelled, with its figures once they are known. */
export const meetingRegister = view({
  name: 'meeting_register',
  version: 3,
  columns: {
    meetingId: uuid().key(),
    unitId: uuid(),
    kind: text(),
    /** scheduled, held, cancelled */
    status: text(),
    /** Day held, or planned while it has not been. */
    meetingDate: date(),
    scheduledFor: date().nullable(),
    /** Day for which it was announced last. */
    announcedFor: date().nullable(),
    startsAt: text().nullable(),
    place: text().nullable(),
    agenda: text().nullable(),
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
    hasMinutes: boolean(),
    /** Points and grade of the cell's own sheet and of the superior's: the grade decided, or else the one proposed. */
    ownScore: numeric().nullable(),
    ownGrade: text().nullable(),
    superiorScore: numeric().nullable(),
    superiorGrade: text().nullable(),
    corrections: integer(),
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
      ...notAnnounced,
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
  .on(meetingAnnounced, ({ data: { meetingId, scheduledFor, startsAt, place, agenda } }, rows) => {
    rows.patch({ meetingId }, { announcedFor: scheduledFor, startsAt, place, agenda });
  })
  .on(meetingHeld, ({ data }, rows) => {
    const { meetingId, unitId, kind, scheduledFor, heldOn, durationMinutes } = data;
    const held = {
      ...{ status: 'held', meetingDate: heldOn, heldOn, durationMinutes },
      expectedCadres: data.expectedCadreIds.length,
    };
    // Only a meeting that nobody had scheduled has no row yet; the other's keeps what it was announced for.
    if (scheduledFor !== null) return rows.patch({ meetingId }, held);
    rows.insert({
      ...{ meetingId, unitId, kind, scheduledFor, ...notAnnounced },
      ...{ attendedCadres: 0, cancelReason: null },
      ...noFigures,
      ...held,
    });
  })
  .on(meetingCorrected, ({ data: { meetingId, after } }, rows) => {
    const { kind, heldOn, durationMinutes, expectedCadreIds, marks, turnout } = after;
    rows.patch(
      { meetingId },
      {
        ...{ kind, heldOn, durationMinutes, meetingDate: heldOn },
        expectedCadres: expectedCadreIds.length,
        attendedCadres: marks.filter(({ mark }) => isAttended(mark)).length,
        ...(turnout ? counted(turnout) : {}),
      },
    );
    rows.increment({ meetingId }, { corrections: 1 });
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
  .on(turnoutRecorded, ({ data }, rows) => {
    rows.patch({ meetingId: data.meetingId }, counted(data));
  })
  .on(minutesRecorded, ({ data: { meetingId, judgement } }, rows) => {
    rows.patch({ meetingId }, { hasMinutes: true, ...judged(judgement) });
  })
  .on(meetingScored, ({ data: { meetingId, sheet, score } }, rows) => {
    const { total } = score;
    const grade = score.grade ?? score.proposal;
    rows.patch(
      { meetingId },
      sheet === 'own' ? { ownScore: total, ownGrade: grade } : { superiorScore: total, superiorGrade: grade },
    );
  });

import { addDays, type DecisionRef } from '#kernel';
import { date, text, uuid, view } from '#projections';
import { assignmentEnded, cadreAssigned, cadreReplaced } from '../roster/roster.js';

const decisionColumns = (decision: DecisionRef | undefined) => ({
  decisionNumber: decision?.number ?? null,
  decisionDate: decision?.date ?? null,
  decisionIssuer: decision?.issuer ?? null,
});

/** Every assignment ever made, with the decision behind it and how it ended. */
export const assignmentRoster = view({
  name: 'assignment_roster',
  version: 1,
  columns: {
    assignmentId: uuid().key(),
    unitId: uuid(),
    cadreId: uuid(),
    startsOn: date(),
    /** Last day; null: until further notice. */
    endsOn: date().nullable(),
    tier: text(),
    decisionNumber: text().nullable(),
    decisionDate: date().nullable(),
    decisionIssuer: text().nullable(),
    endedCause: text().nullable(),
    endDecisionNumber: text().nullable(),
    /** The assignment that took its place. */
    replacedBy: uuid().nullable(),
  },
  indexes: [['unitId', 'startsOn'], ['cadreId', 'startsOn'], ['decisionNumber']],
})
  .on(cadreAssigned, ({ data: { assignmentId, unitId, cadreId, from, to, tier }, metadata }, rows) => {
    rows.insert({
      assignmentId,
      unitId,
      cadreId,
      startsOn: from,
      endsOn: to,
      tier,
      ...decisionColumns(metadata.decision),
      endedCause: null,
      endDecisionNumber: null,
      replacedBy: null,
    });
  })
  .on(cadreReplaced, ({ data, metadata }, rows) => {
    rows.patch(
      { assignmentId: data.assignmentId },
      {
        endsOn: addDays(data.on, -1),
        endedCause: data.cause,
        endDecisionNumber: metadata.decision?.number ?? null,
        replacedBy: data.newAssignmentId,
      },
    );
    rows.insert({
      assignmentId: data.newAssignmentId,
      unitId: data.unitId,
      cadreId: data.newCadreId,
      startsOn: data.on,
      endsOn: data.to,
      tier: data.tier,
      ...decisionColumns(metadata.decision),
      endedCause: null,
      endDecisionNumber: null,
      replacedBy: null,
    });
  })
  .on(assignmentEnded, ({ data: { assignmentId, to, cause }, metadata }, rows) => {
    rows.patch(
      { assignmentId },
      { endsOn: to, endedCause: cause, endDecisionNumber: metadata.decision?.number ?? null },
    );
  });

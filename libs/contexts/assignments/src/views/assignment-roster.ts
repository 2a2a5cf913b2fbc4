import { addDays, type DecisionRef } from '#kernel';
import { boolean, date, text, uuid, view } from '#projections';
import {
  assignmentCarried,
  assignmentCorrected,
  assignmentEnded,
  assignmentExtended,
  cadreAssigned,
  cadreReplaced,
} from '../roster/roster.js';

const decisionColumns = (decision: DecisionRef | undefined) => ({
  decisionNumber: decision?.number ?? null,
  decisionDate: decision?.date ?? null,
  decisionIssuer: decision?.issuer ?? null,
});

/** Begun, and nothing more known of it. */
const fresh = { endedCause: null, endDecisionNumber: null, replacedBy: null, carriedFrom: null, isCorrected: false };

/** Every assignment ever made, with the decision behind it and how it ended. One that never was has no row. */
export const assignmentRoster = view({
  name: 'assignment_roster',
  version: 2,
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
    /** The assignment of a closed unit that it carries on. */
    carriedFrom: uuid().nullable(),
    /** Recorded otherwise before: the history tells. */
    isCorrected: boolean(),
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
      ...fresh,
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
      ...fresh,
    });
  })
  .on(assignmentEnded, ({ data: { assignmentId, to, cause }, metadata }, rows) => {
    rows.patch(
      { assignmentId },
      { endsOn: to, endedCause: cause, endDecisionNumber: metadata.decision?.number ?? null },
    );
  })
  .on(assignmentExtended, ({ data: { assignmentId, to } }, rows) => {
    rows.patch({ assignmentId }, { endsOn: to });
  })
  .on(assignmentCorrected, ({ data: { assignmentId, after } }, rows) => {
    if (after === null) return rows.delete({ assignmentId });
    const { cadreId, from, to, tier } = after;
    rows.patch({ assignmentId }, { cadreId, startsOn: from, endsOn: to, tier, isCorrected: true });
  })
  .on(assignmentCarried, ({ data, metadata }, rows) => {
    const { assignmentId, unitId, cadreId, from, to, tier, fromAssignmentId } = data;
    rows.insert({
      ...{ assignmentId, unitId, cadreId, startsOn: from, endsOn: to, tier },
      ...decisionColumns(metadata.decision),
      ...fresh,
      carriedFrom: fromAssignmentId,
    });
  });

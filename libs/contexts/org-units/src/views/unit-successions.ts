import { addDays, type DecisionRef } from '#kernel';
import { date, integer, text, uuid, view } from '#projections';
import { unitClosed, unitsMerged, unitSplit } from '../unit/unit.js';

const basis = (decision: DecisionRef | undefined) => ({
  decisionNumber: decision?.number ?? null,
  decisionDate: decision?.date ?? null,
  decisionIssuer: decision?.issuer ?? null,
});

/**
 * Which unit carries on the work of which: one row per pair, read in both directions. A merger is told by the successor
 * first and by each predecessor's closing after, a division by the predecessor alone.
 */
export const unitSuccessions = view({
  name: 'unit_successions',
  version: 1,
  columns: {
    predecessorId: uuid().key(),
    successorId: uuid().key(),
    /** How often the successor's, and the predecessor's, own stream names the other. */
    toldBySuccessor: integer(),
    toldByPredecessor: integer(),
    /** merger, absorption, split, partition (the predecessor remains), closing. */
    kind: text().nullable(),
    /** First day of the successor's work. */
    since: date().nullable(),
    decisionNumber: text().nullable(),
    decisionDate: date().nullable(),
    decisionIssuer: text().nullable(),
  },
  indexes: [['successorId']],
})
  .on(unitsMerged, ({ data: { unitId, predecessorIds, on, isNew }, metadata }, rows) => {
    for (const predecessorId of predecessorIds) {
      const key = { predecessorId, successorId: unitId };
      rows.increment(key, { toldBySuccessor: 1 });
      rows.patch(key, { kind: isNew ? 'merger' : 'absorption', since: on, ...basis(metadata.decision) });
    }
  })
  .on(unitSplit, ({ data: { unitId, successorIds, on, remains }, metadata }, rows) => {
    for (const successorId of successorIds) {
      const key = { predecessorId: unitId, successorId };
      rows.increment(key, { toldByPredecessor: 1 });
      rows.patch(key, { kind: remains ? 'partition' : 'split', since: on, ...basis(metadata.decision) });
    }
  })
  .on(unitClosed, ({ data: { unitId, successorIds, closedOn }, metadata }, rows) => {
    for (const successorId of successorIds) {
      const key = { predecessorId: unitId, successorId };
      rows.increment(key, { toldByPredecessor: 1 });
      rows.patch(key, { since: addDays(closedOn, 1), ...basis(metadata.decision) });
    }
  });

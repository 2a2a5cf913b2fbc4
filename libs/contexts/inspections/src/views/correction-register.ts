import { boolean, date, integer, text, textArray, timestamp, uuid, view } from '#projections';
import {
  correctionApplied,
  correctionApproved,
  correctionClosed,
  correctionItemsAdded,
  correctionOutdated,
  correctionRehearsed,
  correctionRejected,
  correctionRequested,
  correctionVerified,
  correctionWithdrawn,
} from '../correction/correction.js';

/** One row per correction, as it stands. */
export const correctionRegister = view({
  name: 'correction_register',
  version: 1,
  columns: {
    correctionId: uuid().key(),
    unitId: uuid(),
    status: text(),
    statement: text(),
    evidence: textArray(),
    dossierId: uuid().nullable(),
    decisionNumber: text().nullable(),
    decisionDate: date().nullable(),
    decisionIssuer: text().nullable(),
    requestedBy: text(),
    requestedAt: timestamp(),
    items: integer(),
    dryRunId: uuid().nullable(),
    approvedBy: text().nullable(),
    approvedAt: timestamp().nullable(),
    appliedEvents: integer().nullable(),
    /** Null until the views were checked. */
    isExact: boolean().nullable(),
    closedOn: date().nullable(),
    lastReason: text().nullable(),
  },
  indexes: [['dossierId'], ['unitId']],
})
  .on(correctionRequested, ({ data, metadata }, rows) =>
    rows.insert({
      correctionId: data.correctionId,
      unitId: data.unitId,
      status: 'requested',
      statement: data.statement,
      evidence: data.evidence,
      dossierId: data.dossierId,
      decisionNumber: metadata.decision?.number ?? null,
      decisionDate: metadata.decision?.date ?? null,
      decisionIssuer: metadata.decision?.issuer ?? null,
      requestedBy: data.requestedBy,
      requestedAt: metadata.recordedAt,
      items: 0,
      dryRunId: null,
      approvedBy: null,
      approvedAt: null,
      appliedEvents: null,
      isExact: null,
      closedOn: null,
      lastReason: null,
    }),
  )
  .on(correctionItemsAdded, ({ data: { correctionId, cited, from } }, rows) =>
    rows.patch({ correctionId }, { status: 'requested', items: from + cited.length, dryRunId: null }),
  )
  .on(correctionRehearsed, ({ data: { correctionId, dryRunId } }, rows) =>
    rows.patch({ correctionId }, { status: 'rehearsed', dryRunId }),
  )
  .on(correctionApproved, ({ data: { correctionId, approvedBy }, metadata }, rows) =>
    rows.patch(
      { correctionId },
      { status: 'approved', approvedBy, approvedAt: metadata.recordedAt, lastReason: metadata.reason ?? null },
    ),
  )
  .on(correctionOutdated, ({ data: { correctionId, code } }, rows) =>
    rows.patch(
      { correctionId },
      { status: 'requested', dryRunId: null, approvedBy: null, approvedAt: null, lastReason: code },
    ),
  )
  .on(correctionRejected, ({ data: { correctionId }, metadata }, rows) =>
    rows.patch({ correctionId }, { status: 'rejected', lastReason: metadata.reason ?? null }),
  )
  .on(correctionWithdrawn, ({ data: { correctionId }, metadata }, rows) =>
    rows.patch({ correctionId }, { status: 'withdrawn', lastReason: metadata.reason ?? null }),
  )
  .on(correctionApplied, ({ data: { correctionId, events } }, rows) =>
    rows.patch({ correctionId }, { status: 'applied', appliedEvents: events }),
  )
  .on(correctionVerified, ({ data: { correctionId, isExact } }, rows) => rows.patch({ correctionId }, { isExact }))
  .on(correctionClosed, ({ data: { correctionId, closedOn } }, rows) =>
    rows.patch({ correctionId }, { status: 'closed', closedOn }),
  );

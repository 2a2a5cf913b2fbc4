export * from './countersign.js';
export { bundleVerifier, dossierVerifier, verifierModules } from './dossier-verifier.js';
export { AuditFolder } from './keys/audit-folder.js';
export { AuditKeyError, SigningKey } from './keys/signing-key.js';
export { CheckpointFile } from './log/checkpoint-file.js';
export { AuditTablesError } from './log/audit-tables.js';
export { AuditContradictionError, type AuditLogger } from './log/reconcile.js';
export { GrowingTree } from './merkle/growing-tree.js';
export { parseCheckpoint, type Checkpoint } from './offline/checkpoint.js';
export * from './offline/dossier-file.js';
export * from './offline/event-proof.js';
export * from './offline/merkle.js';
export { formatVerifierKey, NoteError, parseVerifierKey, type VerifierKey } from './offline/signed-note.js';
export { checkDossier, type DossierAnswer, type DossierFault } from './offline/verify-dossier.js';
export { answerFor } from './offline/verify-proof.js';
export {
  parseEventReference,
  proveConsistency,
  proveEvent,
  ProveError,
  type ConsistencyProof,
  type EventReference,
  type ProofSources,
} from './prove.js';
export { rebaseAudit } from './rebase.js';
export * from './run-audit.js';
export type { Finding, FindingKind } from './verify/findings.js';
export * from './verify/verify-history.js';

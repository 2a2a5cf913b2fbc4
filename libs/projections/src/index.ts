export { decodeAll, type Decode, type DecodedEvent } from './apply-events.js';
export { Batches, type Batch } from './batches.js';
export type { DiscardEvents, DiscardOrder } from './discards.js';
export { backoffMs, describeFailure, FencedError, isDataError, isOutage, ProjectionSetupError } from './failures.js';
export * from './in-memory-table.js';
export { abortJob, isOver, listJobs, readJob, requestJob, type Job, type JobState, type JobWork } from './jobs.js';
export { runJobs, type JobRunnerOptions } from './run-jobs.js';
export type { RunnerState, RunnerStatus } from './heartbeat.js';
export * from './parked.js';
export * from './positions.js';
export { previewEvents, PreviewRefusedError, type PreviewOptions, type TouchedRow } from './preview.js';
export { checkApplied, type Applied, type AppliedView, type RowMismatch } from './check-applied.js';
export * from './rebuild-admin.js';
export * from './repair.js';
export { rebuild, rebuildOutdated } from './rebuild.js';
export {
  RebuildRefusedError,
  type RebuildOptions,
  type RebuildProgress,
  type RebuildReport,
  type RebuildStep,
} from './rebuild-options.js';
export { BuildGoneError } from './builds.js';
export { copyRows } from './copy-rows.js';
export { RowFold, type Effect } from './fold.js';
export { ProjectionRunner, type RunnerLog, type RunnerOptions } from './runner.js';
export { fromPosition, inTransaction, toPosition, withClient } from './sql-client.js';
export * from './status.js';
export * from './view.js';
export { snakeCase, ViewTable } from './view-table.js';
export * from './view-query.js';

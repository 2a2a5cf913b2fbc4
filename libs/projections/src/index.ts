export type { Decode } from './apply-events.js';
export { backoffMs, FencedError, ProjectionSetupError } from './failures.js';
export * from './in-memory-table.js';
export type { RunnerState, RunnerStatus } from './heartbeat.js';
export * from './parked.js';
export * from './positions.js';
export * from './rebuild-admin.js';
export * from './repair.js';
export {
  rebuild,
  RebuildRefusedError,
  rebuildOutdated,
  type RebuildOptions,
  type RebuildProgress,
  type RebuildReport,
  type RebuildStep,
} from './rebuild.js';
export { BuildGoneError } from './builds.js';
export { ProjectionRunner, type RunnerLog, type RunnerOptions } from './runner.js';
export * from './status.js';
export * from './view.js';
export * from './view-query.js';

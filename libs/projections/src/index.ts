export type { Decode } from './apply-events.js';
export { FencedError, ProjectionSetupError } from './failures.js';
export * from './in-memory-table.js';
export type { RunnerState, RunnerStatus } from './heartbeat.js';
export * from './positions.js';
export { ProjectionRunner, type RunnerLog, type RunnerOptions } from './runner.js';
export * from './status.js';
export * from './view.js';
export * from './view-query.js';

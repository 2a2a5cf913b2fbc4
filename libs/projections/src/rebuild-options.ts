import type { EventStore } from '#event-store';
import type { DataSource } from 'typeorm';
import type { Decode } from './apply-events.js';
import type { RunnerLog } from './runner.js';
import type { Differences } from './verify.js';

/** The rebuild can not start: the message says what stands in the way. */
export class RebuildRefusedError extends Error {
  override readonly name = 'RebuildRefusedError';
}

export type RebuildStep = 'plan' | 'build' | 'catch-up' | 'index' | 'verify' | 'go-live';

export interface RebuildProgress {
  readonly step: RebuildStep;
  readonly views: readonly string[];
  /** Read since this call. */
  readonly events: number;
  readonly eventsPerSecond: number;
  /** 0 to 1, by position. */
  readonly done: number;
  readonly secondsLeft: number | undefined;
}

export interface RebuildOptions {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly decode: Decode;
  readonly group?: string;
  readonly log?: RunnerLog;
  readonly signal?: AbortSignal;
  /** Stops after the comparison and leaves nothing behind. */
  readonly dryRun?: boolean;
  /** Goes live even when rows differ from the live ones: the live ones are known to be wrong. */
  readonly acceptDifferences?: boolean;
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Cells (rows times columns) folded in memory at a time. Default 3,000,000: about 300 MB. */
  readonly maxCells?: number;
  /** Events read at a time. Default 1,000. */
  readonly pageSize?: number;
}

export interface RebuildReport {
  readonly view: string;
  readonly version: number;
  readonly rows: number;
  /** `not-comparable`: there is no live table of the same version in step. */
  readonly verified: 'same' | 'differs' | 'not-comparable';
  readonly differences?: Differences;
  readonly wentLive: boolean;
}

/** Where a stream stands. Immutable: a write replaces it. */
export interface StreamHead {
  /** Key of the stream in the index of revisions. */
  readonly number: number;
  /** Last revision, -1 when the stream has none (only a tombstone). */
  readonly last: number;
  /** Position of that last event. */
  readonly lastPosition: number;
  /** Position of the tombstone, 0 when the stream is open. */
  readonly tombstone: number;
}

/** One encoded event on its way into the log. A tombstone has no place in the index of revisions. */
export interface StagedEvent {
  readonly position: number;
  readonly bytes: Buffer;
  readonly streamNumber: number;
  readonly revision: number;
}

export interface LogBatch {
  readonly events: readonly StagedEvent[];
  readonly heads: ReadonlyMap<string, StreamHead>;
}

/**
 * The global append-only log with its two indexes: stream name → head, and (stream, revision) → position.
 * Positions are 1, 2, 3 … without gaps. Reads are synchronous and see exactly what {@link commit} has finished.
 */
export interface EventLog {
  /** Position of the last committed event, 0 in an empty log. */
  readonly lastPosition: number;
  /** How many streams have ever been written: the next stream's number. */
  readonly streamCount: number;
  /** Stored bytes of one event: the caller's own copy. */
  read(position: number): Buffer | undefined;
  /** As {@link read} without a copy: the bytes are valid only until the next call on this log. */
  glance(position: number): Buffer | undefined;
  head(stream: string): StreamHead | undefined;
  positionOf(streamNumber: number, revision: number): number | undefined;
  /** All or nothing, durable when the promise resolves. One at a time. Rejects when the storage refuses. */
  commit(batch: LogBatch): Promise<void>;
  close(): Promise<void>;
}

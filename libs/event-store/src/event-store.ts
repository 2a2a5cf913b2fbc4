import type { EventMetadata, JsonObject, Position } from '#kernel';

/** An event as the store holds it: data in the stored form (any schema version, personal fields sealed). */
export interface StoredEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
  /** The store's own clock, ISO instant. */
  readonly created: string;
  /** The metadata's, where it can be told without parsing the rest of them. */
  readonly schemaVersion?: number | undefined;
}

export type EventToAppend = Pick<StoredEvent, 'id' | 'type' | 'data' | 'metadata'>;

/** `no-stream`: nothing was ever appended; a number: the revision of the last event. */
export type ExpectedRevision = number | 'no-stream';

export interface Appended {
  /** Revision of the last event written. */
  readonly revision: number;
  readonly position: Position;
}

/** Somebody else appended first. Nothing was written. */
export class WrongExpectedRevisionError extends Error {
  override readonly name = 'WrongExpectedRevisionError';

  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
  ) {
    super(`stream "${stream}" is not at the expected revision (${expected})`);
  }
}

/** The store could not be reached or did not answer in time. Whether an append took effect is unknown: retry it. */
export class EventStoreUnavailableError extends Error {
  override readonly name = 'EventStoreUnavailableError';
}

export interface ReadAllOptions {
  /** Forwards: events after this position (exclusive, so that a checkpoint can be passed as it is). Default: all. */
  readonly after?: Position;
  readonly maxCount?: number;
}

/** A part of the past. */
export interface EventRange {
  /** Exclusive; left out: from the beginning. */
  readonly after?: Position | undefined;
  /** Inclusive. */
  readonly until: Position;
  /** Stored names that are wanted; the server filters. Left out: every event that is not a system event. */
  readonly types?: readonly string[] | undefined;
  /** Events at a time. Default 1,000. */
  readonly pageSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface EventPage {
  readonly events: readonly StoredEvent[];
  /** Everything up to here was read or is not wanted: safe to resume after. */
  readonly position: Position;
}

export interface SubscribeOptions {
  /** Exclusive. Left out: from the beginning. */
  readonly after?: Position;
  /** Stored names that are wanted; the server filters. Empty or left out: every event that is not a system event. */
  readonly types?: readonly string[];
  /** Ends the iteration. */
  readonly signal: AbortSignal;
}

export type SubscriptionMessage =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  /** Everything up to here was delivered or is not wanted: safe to resume after. */
  | { readonly kind: 'checkpoint'; readonly position: Position }
  /** All of the past was delivered; what follows is live. Sent at least once. */
  | { readonly kind: 'caught-up' };

/**
 * What this system asks of an event store; EventStoreDB/KurrentDB over gRPC and memory provide it, and one contract
 * suite holds both to it. System events (`$…`) are never delivered.
 */
export interface EventStore {
  /** Atomic and durable when it resolves. @throws WrongExpectedRevisionError, EventStoreUnavailableError */
  append(stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): Promise<Appended>;
  /** From a revision forwards; a stream that does not exist is empty. */
  readStream(
    stream: string,
    options?: { readonly from?: number; readonly maxCount?: number },
  ): AsyncIterable<StoredEvent>;
  /** In the store's global order. */
  readAll(options?: ReadAllOptions): AsyncIterable<StoredEvent>;
  /**
   * For bulk work: faster than the others by far. The last page ends at `until` exactly; a signal that is aborted is
   * thrown. @throws EventStoreUnavailableError
   */
  readPages(range: EventRange): AsyncIterable<EventPage>;
  /** Position of the last event in the store, undefined when it has none. */
  head(): Promise<Position | undefined>;
  /** Past and then live, in order, each event once, until aborted. @throws EventStoreUnavailableError: resume after the last position. */
  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionMessage>;
  close(): Promise<void>;
}

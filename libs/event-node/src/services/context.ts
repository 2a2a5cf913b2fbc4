import type { EventStore } from '../reading/event-store.js';
import type { Writer } from '../streams/writer.js';

/** What the calls share. */
export interface NodeContext {
  readonly store: EventStore;
  readonly writer: Writer;
  /** Bytes of all events of one append request. */
  readonly maxAppendSize: number;
}

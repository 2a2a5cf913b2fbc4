import type { EventStore, StoredEvent } from '#event-store';
import { comparePositions, type Position } from '#kernel';

export interface EventRange {
  /** Exclusive; left out: from START. */
  readonly after?: Position | undefined;
  /** Inclusive. */
  readonly until: Position;
  /** Left out: every event. */
  readonly types?: readonly string[] | undefined;
  readonly pageSize?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface EventPage {
  readonly events: readonly StoredEvent[];
  /** Everything up to here was read or is not wanted. */
  readonly position: Position;
}

/** A part of the past, in pages; the server leaves out what is not wanted. The last page ends at `until` exactly. */
export async function* readRange(store: EventStore, range: EventRange): AsyncGenerator<EventPage> {
  const { after, until, types, pageSize = 1_000, signal } = range;
  if (after && comparePositions(after, until) >= 0) return;
  const ending = new AbortController();
  const end = () => ending.abort(signal?.reason);
  signal?.addEventListener('abort', end, { once: true });
  let events: StoredEvent[] = [];
  const page = (position: Position): EventPage => {
    const full = { events, position };
    events = [];
    return full;
  };
  try {
    signal?.throwIfAborted();
    const messages = store.subscribe({
      ...(after ? { after } : {}),
      ...(types ? { types } : {}),
      signal: ending.signal,
    });
    for await (const message of messages) {
      if (message.kind === 'caught-up') break;
      const position = message.kind === 'event' ? message.event.position : message.position;
      const order = comparePositions(position, until);
      if (order <= 0 && message.kind === 'event') events.push(message.event);
      if (order >= 0) break;
      if (events.length >= pageSize || message.kind === 'checkpoint') yield page(position);
    }
    signal?.throwIfAborted();
    yield page(until);
  } finally {
    ending.abort();
    signal?.removeEventListener('abort', end);
  }
}

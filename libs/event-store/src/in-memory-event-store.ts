import { comparePositions, type Position } from '#kernel';
import {
  WrongExpectedRevisionError,
  type Appended,
  type EventPage,
  type EventRange,
  type EventStore,
  type EventToAppend,
  type ExpectedRevision,
  type ReadAllOptions,
  type StoredEvent,
  type SubscribeOptions,
  type SubscriptionMessage,
} from './event-store.js';

/** For specs: the same contract as the real store, gone with the process. */
export class InMemoryEventStore implements EventStore {
  private readonly log: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private wakeUp: (() => void)[] = [];

  append(stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): Promise<Appended> {
    const present = this.streams.get(stream) ?? [];
    if (present.length - 1 !== (expected === 'no-stream' ? -1 : expected)) {
      return Promise.reject(new WrongExpectedRevisionError(stream, expected));
    }
    if (events.length === 0) return Promise.reject(new RangeError('append: no events'));
    for (const event of events) {
      const stored = this.store(stream, present.length, event);
      present.push(stored);
      this.log.push(stored);
    }
    this.streams.set(stream, present);
    const waiting = this.wakeUp;
    this.wakeUp = [];
    for (const wake of waiting) wake();
    const last = present.at(-1)!;
    return Promise.resolve({ revision: last.revision, position: last.position });
  }

  async *readStream(
    stream: string,
    { from = 0, maxCount = Infinity }: { from?: number; maxCount?: number } = {},
  ): AsyncIterable<StoredEvent> {
    await Promise.resolve();
    yield* (this.streams.get(stream) ?? []).slice(from, from + maxCount);
  }

  async *readAll({ after, maxCount = Infinity }: ReadAllOptions = {}): AsyncIterable<StoredEvent> {
    await Promise.resolve();
    let remaining = maxCount;
    for (const event of this.log) {
      if (after && comparePositions(event.position, after) <= 0) continue;
      if (remaining-- <= 0) return;
      yield event;
    }
  }

  async *readPages({ after, until, types, pageSize = 1_000, signal }: EventRange): AsyncIterable<EventPage> {
    if (after && comparePositions(after, until) >= 0) return;
    let events: StoredEvent[] = [];
    for await (const event of this.readAll(after ? { after } : {})) {
      signal?.throwIfAborted();
      if (comparePositions(event.position, until) > 0) break;
      if (!types || types.includes(event.type)) events.push(event);
      if (events.length < pageSize || comparePositions(event.position, until) === 0) continue;
      yield { events, position: event.position };
      events = [];
    }
    signal?.throwIfAborted();
    yield { events, position: until };
  }

  head(): Promise<Position | undefined> {
    return Promise.resolve(this.log.at(-1)?.position);
  }

  async *subscribe({ after, types, signal }: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    const wanted = types && types.length > 0 ? new Set(types) : undefined;
    let next = after ? this.log.findIndex(({ position }) => comparePositions(position, after) > 0) : 0;
    if (next < 0) next = this.log.length;
    let isLive = false;
    while (!signal.aborted) {
      for (; next < this.log.length; next++) {
        const event = this.log[next]!;
        yield !wanted || wanted.has(event.type)
          ? { kind: 'event', event }
          : { kind: 'checkpoint', position: event.position };
        if (signal.aborted) return;
      }
      if (!isLive) {
        isLive = true;
        yield { kind: 'caught-up' };
        continue;
      }
      await this.nextAppend(signal);
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private nextAppend(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.wakeUp.push(wake);
      signal.addEventListener('abort', wake);
    });
  }

  private store(stream: string, revision: number, event: EventToAppend): StoredEvent {
    const place = BigInt(this.log.length + 1) * 100n;
    // Through JSON, as every real store does: what has no JSON form must show in specs too.
    const copy = JSON.parse(JSON.stringify(event)) as EventToAppend;
    return {
      ...copy,
      stream,
      revision,
      position: { commit: place, prepare: place },
      created: event.metadata.recordedAt,
    };
  }
}

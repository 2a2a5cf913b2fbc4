import {
  END,
  EventStoreDBClient,
  eventTypeFilter,
  excludeSystemEvents,
  jsonEvent,
  NO_STREAM,
  START,
  StreamNotFoundError,
  WrongExpectedVersionError,
  type AllStreamSubscription,
  type RecordedEvent as ClientEvent,
} from '@eventstore/db-client';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventMetadata, JsonObject, Position } from '#kernel';
import { BulkAppender } from './bulk/bulk-appender.js';
import { readPages } from './bulk/read-pages.js';
import { ServerAddress } from './bulk/server-address.js';
import {
  EventStoreUnavailableError,
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
import { asUnavailable } from './outages.js';

/** An append that has no answer after this long counts as lost: its outcome is unknown, the command is retried. */
const appendDeadlineMs = 10_000;
/** A read changes nothing, so a lost connection is tried again before anybody is told. */
const readAttempts = 4;
const readPauseMs = 50;
const closeDeadlineMs = 2_000;
/** With the server's page of 32 events, one checkpoint for each 1,024 events that are not wanted. */
const checkpointInterval = 32;

export interface EventStoreOptions {
  /** For writers of very many streams: appends by {@link BulkAppender}, not by the client. */
  readonly bulkAppends?: boolean;
}

/**
 * EventStoreDB, KurrentDB or the embedded node, by connection string (`esdb://host:port?tls=false`). No call is made
 * before the first use; `head()` is a cheap first one.
 * @throws EventStoreUnavailableError when the string cannot be understood.
 */
export function connectEventStore(
  connectionString: string,
  { bulkAppends = false }: EventStoreOptions = {},
): EventStore {
  try {
    const connect = () => EventStoreDBClient.connectionString(connectionString);
    const address = new ServerAddress(connectionString);
    return new EventStoreDb(connect(), connect(), address, bulkAppends ? new BulkAppender(address) : undefined);
  } catch (error) {
    throw new EventStoreUnavailableError(`"${connectionString}" is not an esdb:// connection string`, { cause: error });
  }
}

class EventStoreDb implements EventStore {
  /**
   * Two connections: the client resets its call for each stream that is not found, and a server may close a connection
   * with many resets (Node's: 1,000 at once, then 33/s). Appends under way must not be lost with it.
   */
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly reader: EventStoreDBClient,
    private readonly address: ServerAddress,
    private readonly bulk: BulkAppender | undefined,
  ) {}

  async append(stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): Promise<Appended> {
    if (events.length === 0) throw new RangeError('append: no events');
    const appending = this.bulk
      ? this.bulk.append(stream, events, expected)
      : this.appendByClient(stream, events, expected);
    return withDeadline(appending, stream).catch((error: unknown) => {
      throw asUnavailable(error);
    });
  }

  private async appendByClient(
    stream: string,
    events: readonly EventToAppend[],
    expected: ExpectedRevision,
  ): Promise<Appended> {
    const proposed = events.map(({ id, type, data, metadata }) => {
      // As bytes: what it gets as an object the client carries through base64, in JavaScript, twice.
      return jsonEvent({ id, type, data, metadata: Buffer.from(JSON.stringify(metadata)) });
    });
    try {
      const { nextExpectedRevision, position } = await this.client.appendToStream(stream, proposed, {
        expectedRevision: expected === 'no-stream' ? NO_STREAM : BigInt(expected),
        deadline: appendDeadlineMs,
      });
      if (!position) throw new EventStoreUnavailableError(`append to "${stream}" was answered without a position`);
      return { revision: Number(nextExpectedRevision), position };
    } catch (error) {
      throw error instanceof WrongExpectedVersionError ? new WrongExpectedRevisionError(stream, expected) : error;
    }
  }

  async *readStream(
    stream: string,
    { from = 0, maxCount = Infinity }: { from?: number; maxCount?: number } = {},
  ): AsyncIterable<StoredEvent> {
    let next = from;
    for (let attempt = 1; ; attempt++) {
      try {
        for await (const event of this.readFrom(stream, next, maxCount - (next - from))) {
          next = event.revision + 1;
          yield event;
        }
        return;
      } catch (error) {
        if (!(error instanceof EventStoreUnavailableError) || attempt === readAttempts) throw error;
        await delay(readPauseMs * attempt * (0.5 + Math.random()));
      }
    }
  }

  private async *readFrom(stream: string, from: number, maxCount: number): AsyncIterable<StoredEvent> {
    if (maxCount <= 0) return;
    const reading = this.reader.readStream(stream, {
      fromRevision: BigInt(from),
      ...(maxCount === Infinity ? {} : { maxCount }),
    });
    try {
      for await (const { event } of reading) if (event) yield toStored(event as ClientEvent);
    } catch (error) {
      if (error instanceof StreamNotFoundError) return;
      throw asUnavailable(error);
    } finally {
      void reading.cancel();
    }
  }

  async *readAll({ after, maxCount = Infinity }: ReadAllOptions = {}): AsyncIterable<StoredEvent> {
    // The server reads from a position inclusively; what stands at `after` was seen already.
    const reading = this.reader.readAll({ fromPosition: after ?? START });
    let remaining = maxCount;
    try {
      for await (const { event } of reading) {
        if (!event || isSystem(event.type) || (after && samePosition(event.position!, after))) continue;
        if (remaining-- <= 0) return;
        yield toStored(event as ClientEvent);
      }
    } catch (error) {
      throw asUnavailable(error);
    } finally {
      void reading.cancel();
    }
  }

  readPages(range: EventRange): AsyncIterable<EventPage> {
    return readPages(this.address, range);
  }

  async head(): Promise<Position | undefined> {
    try {
      const reading = this.reader.readAll({ fromPosition: END, direction: 'backwards' });
      for await (const { event } of reading) {
        if (!event || isSystem(event.type)) continue;
        void reading.cancel();
        return event.position;
      }
      return undefined;
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async *subscribe({ after, types, signal }: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    if (signal.aborted) return;
    // Checkpoints and "caught up" are pushed between the events, so that the iterator keeps the server's order.
    const checkpointReached = (subscription: AllStreamSubscription, position: Position): Promise<void> => {
      subscription.push({ checkpoint: position });
      return Promise.resolve();
    };
    const options = { checkpointInterval, checkpointReached };
    const subscription = this.client.subscribeToAll({
      fromPosition: after ?? START,
      filter:
        types && types.length > 0
          ? eventTypeFilter({ ...options, regex: `^(?:${types.map(escapeRegex).join('|')})$` })
          : excludeSystemEvents(options),
    });
    subscription.on('caughtUp', () => subscription.push({ caughtUp: true }));
    const stop = (): void => void subscription.destroy();
    signal.addEventListener('abort', stop, { once: true });
    try {
      for await (const message of subscription as AsyncIterable<ServerMessage>) {
        if (message.event) yield { kind: 'event', event: toStored(message.event) };
        else if (message.checkpoint) yield { kind: 'checkpoint', position: message.checkpoint };
        else if (message.caughtUp) yield { kind: 'caught-up' };
        if (signal.aborted) return;
      }
      if (!signal.aborted) throw new EventStoreUnavailableError('the server ended the subscription');
    } catch (error) {
      if (!signal.aborted) throw asUnavailable(error);
    } finally {
      signal.removeEventListener('abort', stop);
      await subscription.unsubscribe();
    }
  }

  /** The client's own closing does not always come to an end; what it holds goes with the process at the latest. */
  async close(): Promise<void> {
    const closing = Promise.all([this.client.dispose(), this.reader.dispose(), this.bulk?.close()]);
    await Promise.race([closing, delay(closeDeadlineMs, undefined, { ref: false })]);
  }
}

interface ServerMessage {
  readonly event?: ClientEvent;
  readonly checkpoint?: Position;
  readonly caughtUp?: boolean;
}

const isSystem = (type: string): boolean => type.startsWith('$');

const samePosition = (a: Position, b: Position): boolean => a.commit === b.commit && a.prepare === b.prepare;

const escapeRegex = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function toStored(event: ClientEvent): StoredEvent {
  return {
    id: event.id,
    stream: event.streamId,
    revision: Number(event.revision),
    position: event.position!,
    type: event.type,
    data: event.data as JsonObject,
    metadata: event.metadata as unknown as EventMetadata,
    created: event.created.toISOString(),
  };
}

async function withDeadline<T>(work: Promise<T>, stream: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // A little later than the server's own deadline, whose answer says more.
    timer = setTimeout(() => {
      reject(new EventStoreUnavailableError(`append to "${stream}": no answer within ${appendDeadlineMs} ms`));
    }, appendDeadlineMs + 1_000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

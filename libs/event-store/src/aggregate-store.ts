import {
  chainHash,
  streamName,
  type Aggregate,
  type AnyEventDefinition,
  type DomainEvent,
  type EventMetadata,
  type EventOrigin,
  type EventOf,
  type Position,
  type Reader,
} from '#kernel';
import { LRUCache } from 'lru-cache';
import { randomUUID } from 'node:crypto';
import type { EventCodec } from './event-codec.js';
import type { Appended, EventStore, EventToAppend, StoredEvent } from './event-store.js';

/** What an earlier command of this stream wrote; a retry of it is answered with this. */
export interface CommandTrace {
  readonly command: string;
  readonly digest: string;
  readonly revision: number;
  readonly position: Position;
  readonly events: readonly { readonly id: string; readonly type: string; readonly revision: number }[];
}

/** An aggregate as its stream stood at `revision`. Immutable. */
export interface Loaded<State> {
  readonly state: State;
  /** -1: nothing was ever appended. */
  readonly revision: number;
  readonly lastHash: string | null;
  readonly commands: Map<string, CommandTrace>;
}

/** What one command writes. */
export interface Decision {
  readonly events: readonly DomainEvent[];
  readonly metadata: Omit<EventMetadata, 'chain' | 'schemaVersion'>;
}

/** Streams are short (a meeting, an issue); this many of them are kept ready in memory. */
const cachedStreams = 10_000;

/**
 * Loads aggregates from their streams and appends to them, with the hash chain, event ids and sealed personal fields.
 * Keeps what it loaded: a cached state can only be older than the stream, and then the append's expected revision
 * finds out. Reads of other aggregates go through {@link fresh}, which asks the store.
 */
export class AggregateStore implements Reader {
  private readonly cache = new LRUCache<string, Loaded<unknown>>({ max: cachedStreams });

  constructor(
    private readonly store: EventStore,
    private readonly codec: EventCodec,
  ) {}

  empty<State, Events extends readonly AnyEventDefinition[]>(of: Aggregate<State, Events>): Loaded<State> {
    return { state: of.initialState, revision: -1, lastHash: null, commands: new Map() };
  }

  /** Perhaps older than the stream; never of another one. */
  cached<State, Events extends readonly AnyEventDefinition[]>(
    of: Aggregate<State, Events>,
    id: string,
  ): Loaded<State> | undefined {
    return this.cache.get(streamName(of, id)) as Loaded<State> | undefined;
  }

  /** As the stream is now: reads only what came after the cached state. */
  async fresh<State, Events extends readonly AnyEventDefinition[]>(
    of: Aggregate<State, Events>,
    id: string,
  ): Promise<Loaded<State>> {
    const stream = streamName(of, id);
    const known = this.cached(of, id) ?? this.empty(of);
    let loaded = known;
    for await (const stored of this.store.readStream(stream, { from: known.revision + 1 })) {
      const event = (await this.codec.decode(stored)) as unknown as EventOf<Events>;
      loaded = advance(loaded, of.evolve(loaded.state, event), stored);
    }
    this.cache.set(stream, loaded);
    return loaded;
  }

  async state<State, Events extends readonly AnyEventDefinition[]>(
    of: Aggregate<State, Events>,
    id: string,
  ): Promise<State> {
    return (await this.fresh(of, id)).state;
  }

  async origin(stream: string, revision: number): Promise<EventOrigin | undefined> {
    let found: EventOrigin | undefined;
    // Read to its end: the client waits on closing for reads that were left early.
    for await (const { id, type, data, metadata } of this.store.readStream(stream, { from: revision, maxCount: 1 })) {
      const { actor, effectiveAt, recordedAt } = metadata;
      const unitId = typeof data['unitId'] === 'string' ? data['unitId'] : undefined;
      found = { stream, revision, eventId: id, type, actor, recordedAt, effectiveAt, unitId };
    }
    return found;
  }

  /**
   * Appends decisions, usually one, at the revision they were made on; all or none. Durable when it resolves.
   * @returns what was written, and the aggregate as it now stands
   * @throws WrongExpectedRevisionError when the stream went on since; the cached state is then dropped.
   */
  async append<State, Events extends readonly AnyEventDefinition[]>(
    of: Aggregate<State, Events>,
    id: string,
    before: Loaded<State>,
    ...decisions: readonly Decision[]
  ): Promise<Appended & { readonly events: readonly EventToAppend[]; readonly loaded: Loaded<State> }> {
    const stream = streamName(of, id);
    const events = await this.chain(stream, before, decisions);
    let appended: Appended;
    try {
      appended = await this.store.append(stream, events, before.revision < 0 ? 'no-stream' : before.revision);
    } catch (error) {
      this.cache.delete(stream);
      throw error;
    }
    const decided = decisions.flatMap((decision) => decision.events);
    const loaded = advanceAll(of, before, decided, events, appended);
    this.cache.set(stream, loaded);
    return { ...appended, events, loaded };
  }

  /**
   * Ids are new at every attempt. A server answers an append of ids that it holds with success and writes nothing; the
   * stored event would be an earlier attempt's, recorded at another time, and the next one would link to a hash that is
   * nowhere. What was carried out before is known by its command id instead.
   */
  private async chain(
    stream: string,
    before: Loaded<unknown>,
    decisions: readonly Decision[],
  ): Promise<EventToAppend[]> {
    const chained: EventToAppend[] = [];
    let previous = before.lastHash;
    for (const { events, metadata } of decisions) {
      for (const { type, data } of events) {
        const definition = this.codec.registry.get(type);
        const sealed = definition.personal ? await this.codec.cipher.seal(definition, data) : data;
        const link = {
          stream,
          revision: before.revision + 1 + chained.length,
          id: randomUUID(),
          type,
          data: sealed,
          metadata: { ...metadata, schemaVersion: definition.schemaVersion },
        };
        const hash = chainHash(link, previous);
        chained.push({ id: link.id, type, data: sealed, metadata: { ...link.metadata, chain: { previous, hash } } });
        previous = hash;
      }
    }
    return chained;
  }
}

function advanceAll<State, Events extends readonly AnyEventDefinition[]>(
  of: Aggregate<State, Events>,
  before: Loaded<State>,
  events: readonly DomainEvent[],
  chained: readonly EventToAppend[],
  { position }: Appended,
): Loaded<State> {
  let loaded = before;
  for (const [index, event] of events.entries()) {
    const stored = { ...chained[index]!, revision: before.revision + 1 + index, position };
    loaded = advance(loaded, of.evolve(loaded.state, event as EventOf<Events>), stored);
  }
  return loaded;
}

/**
 * The map of commands only ever grows with what is in the stream, so it is shared by all states of one stream: copying
 * it for each event would make a long stream quadratic.
 */
function advance<State>(
  loaded: Loaded<State>,
  state: State,
  stored: Pick<StoredEvent, 'id' | 'type' | 'revision' | 'position' | 'metadata'>,
): Loaded<State> {
  const { id, type, revision, position, metadata } = stored;
  const before = (loaded.commands.get(metadata.commandId)?.events ?? []).filter((event) => event.revision < revision);
  loaded.commands.set(metadata.commandId, {
    command: metadata.command,
    digest: metadata.commandDigest,
    revision,
    position,
    events: [...before, { id, type, revision }],
  });
  return { state, revision, lastHash: metadata.chain.hash, commands: loaded.commands };
}

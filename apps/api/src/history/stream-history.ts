import { changedFields, stateAsOf, type AnyAggregate, type AsOf, type FieldChange } from '#as-of';
import { causesOf, mayRead, withoutPersonal } from '#contexts/history';
import type { EventCodec, EventStore, StoredEvent } from '#event-store';
import { forbidden, notFound, type Actor, type AnyAct, type RecordedEvent } from '#kernel';
import type { Row, ViewReader } from '../views/view-reader.js';
import { causeTree, type CommandNode } from './cause-tree.js';
import { shown, unitOf, type ShownEvent } from './event-row.js';
import { maxEvents, type EventSource } from './event-source.js';
import { unitsInScope } from './view-history.js';

export interface StateReply {
  readonly stream: string;
  readonly asOf: AsOf;
  /** null: nothing had been recorded, or nothing held yet. */
  readonly state: unknown;
  /** The events that count, in the order in which they are folded. */
  readonly events: readonly ShownEvent[];
}

export interface StateChanges {
  readonly stream: string;
  readonly from: AsOf;
  readonly to: AsOf;
  readonly changes: readonly FieldChange[];
  /** Events that count in `to` and not in `from`. */
  readonly events: readonly ShownEvent[];
}

/**
 * States of aggregates as of any date, what each event changed, and what caused it, read from the streams themselves.
 * Personal fields say whose they are, not what they are.
 */
export class StreamHistory {
  private readonly aggregates: ReadonlyMap<string, AnyAggregate>;

  constructor(
    acts: readonly AnyAct[],
    private readonly store: EventStore,
    private readonly codec: EventCodec,
    private readonly reader: ViewReader,
    private readonly source: EventSource,
  ) {
    this.aggregates = new Map(acts.map(({ aggregate }) => [aggregate.name, aggregate as AnyAggregate]));
  }

  /** @throws DomainError `history.stream-unknown`, `history.outside-scope` */
  async state(stream: string, asOf: AsOf, actor: Actor): Promise<StateReply> {
    const { aggregate, events } = await this.visible(stream, actor);
    const { state, events: counted } = stateAsOf(aggregate, events, asOf);
    const { registry } = this.codec;
    return {
      stream,
      asOf,
      state: counted.length > 0 ? state : null,
      events: counted.map((event) => shown(event, registry)),
    };
  }

  async changes(stream: string, from: AsOf, to: AsOf, actor: Actor): Promise<StateChanges> {
    const { aggregate, events } = await this.visible(stream, actor);
    const [before, after] = [stateAsOf(aggregate, events, from), stateAsOf(aggregate, events, to)];
    const counted = new Set(before.events);
    const added = after.events.filter((event) => !counted.has(event));
    const { registry } = this.codec;
    return {
      stream,
      from,
      to,
      changes: changedFields(before.state, after.state),
      events: added.map((event) => shown(event, registry)),
    };
  }

  /** What each revision of a stream changed in its aggregate, field by field; nothing of streams without one. */
  private async changesByRevision(stream: string): Promise<ReadonlyMap<number, readonly FieldChange[]>> {
    const changes = new Map<number, readonly FieldChange[]>();
    const aggregate = this.aggregateOf(stream);
    if (!aggregate) return changes;
    let before = aggregate.initialState;
    for (const event of await this.read(stream)) {
      const after = aggregate.evolve(before, event as never);
      changes.set(event.revision, changedFields(before, after));
      before = after;
    }
    return changes;
  }

  /** Rows of a timeline, each with the fields that its event changed. */
  async withChanges(rows: readonly Row[]): Promise<(Row & { readonly changes: readonly FieldChange[] })[]> {
    const streams = [...new Set(rows.map((row) => row['stream'] as string))];
    const changes = new Map(
      await Promise.all(streams.map(async (stream) => [stream, await this.changesByRevision(stream)] as const)),
    );
    return rows.map((row) => ({
      ...row,
      changes: changes.get(row['stream'] as string)!.get(row['revision'] as number) ?? [],
    }));
  }

  /** The request or process of which an event is a part, as a tree. @throws DomainError `history.event-unknown` */
  async causes(eventId: string, actor: Actor): Promise<{ readonly eventId: string; readonly roots: CommandNode[] }> {
    return this.reader.snapshot(actor, undefined, async ({ client, scope }) => {
      const events = await this.source.read(client, causesOf(eventId, maxEvents));
      const own = events.find(({ id }) => id === eventId);
      const visible = await unitsInScope(client, scope, events.map(unitOf));
      const isVisible = (event: RecordedEvent) =>
        mayRead(actor.role, event.stream) && (visible === undefined || visible.has(unitOf(event)));
      if (!own || !isVisible(own)) throw notFound('history.event-unknown', { eventId });
      return {
        eventId,
        roots: causeTree(events, (event) => (isVisible(event) ? shown(event, this.codec.registry) : null)),
      };
    });
  }

  private aggregateOf(stream: string): AnyAggregate | undefined {
    return this.aggregates.get(stream.slice(0, stream.indexOf('-')));
  }

  private async visible(stream: string, actor: Actor) {
    if (!mayRead(actor.role, stream)) throw forbidden('history.role-not-allowed', { stream, role: actor.role });
    const aggregate = this.aggregateOf(stream);
    const events = aggregate ? await this.read(stream) : [];
    if (!aggregate || events.length === 0) throw notFound('history.stream-unknown', { stream });
    const isVisible = await this.reader.snapshot(actor, undefined, async ({ client, scope }) => {
      const visible = await unitsInScope(client, scope, events.map(unitOf));
      return visible === undefined || visible.size > 0;
    });
    if (!isVisible) throw forbidden('history.outside-scope', { stream });
    return { aggregate, events };
  }

  private async read(stream: string): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const stored of this.store.readStream(stream)) events.push(this.hidden(stored));
    return events;
  }

  /** Today's version, without opening what is sealed. */
  private hidden(stored: StoredEvent): RecordedEvent {
    const { id, stream, revision, position, type, metadata } = stored;
    const { registry } = this.codec;
    const data = registry.upcast(type, metadata.schemaVersion, stored.data);
    const event = { id, stream, revision, position, type, metadata, data };
    return { ...event, data: withoutPersonal(event, registry.find(type)) };
  }
}

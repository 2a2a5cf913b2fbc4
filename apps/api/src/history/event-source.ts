import {
  eventsOfStreams,
  eventsUnder,
  streamsAbout,
  streamsNamedBy,
  subjectsOf,
  type EventRow,
  type Wanted,
} from '#contexts/history';
import type { EventCodec, EventStore } from '#event-store';
import { comparePositions, rootUnitId, type JsonObject, type LocalDate, type RecordedEvent } from '#kernel';
import { RequestError } from '#platform/http';
import { wantedTypes, type AnyView, type Sql } from '#projections';
import type { ClientBase } from 'pg';

/** Held in memory at a time: about 1 kB each. A commune has some thousands in five years. */
export const maxEvents = 300_000;
/** Reads of single events side by side. */
const concurrency = 16;

/** Finds the events behind the rows of views, in the views `history_events`, `timeline` and `unit_links`. */
export class EventSource {
  constructor(
    private readonly store: EventStore,
    private readonly codec: EventCodec,
  ) {}

  /**
   * All that the views' rows of a unit and of those ever below it depend on, in the order of recording: the streams that
   * name one of these units, those that name a cadre whom they name, and the own streams of whatever is named anywhere
   * (units above, holders of issues, cadres from elsewhere).
   * @throws RequestError `history.too-wide`
   */
  async under(
    client: ClientBase,
    unitId: string,
    views: readonly AnyView[],
    knownOn: LocalDate | undefined,
  ): Promise<RecordedEvent[]> {
    const which: Wanted = { types: wantedTypes(views), knownOn, limit: maxEvents + 1 };
    const found = new Found();
    found.add(await this.read(client, eventsUnder(unitId, which)));
    if (unitId !== rootUnitId) {
      const cadres = found.events().flatMap((event) => subjectsOf(event).filter(({ kind }) => kind === 'cadre'));
      const ids = [...new Set(cadres.map(({ id }) => id))];
      found.alsoAsk(await this.streamsOf(client, ids));
      for (let named = found.named(); named.length > 0; named = found.named()) {
        found.add(await this.read(client, eventsOfStreams(named, which)));
      }
    }
    return this.opened(found.events(), views);
  }

  private async streamsOf(client: ClientBase, cadreIds: readonly string[]): Promise<string[]> {
    if (cadreIds.length === 0) return [];
    const { text, values } = streamsAbout('cadre', cadreIds);
    return (await client.query<{ stream: string }>(text, values)).rows.map(({ stream }) => stream);
  }

  async read(client: ClientBase, { text, values }: Sql): Promise<RecordedEvent[]> {
    const { rows } = await client.query<EventRow>(text, values);
    return rows.map((row) => this.recorded(row));
  }

  private recorded(row: EventRow): RecordedEvent {
    const { registry } = this.codec;
    return {
      id: row.event_id,
      stream: row.stream,
      revision: row.revision,
      position: { commit: BigInt(row.commit_position), prepare: BigInt(row.prepare_position) },
      type: row.event_type,
      data: row.data_version === 0 ? row.data : registry.upcast(row.event_type, row.data_version, row.data),
      metadata: row.metadata,
    };
  }

  /** Personal fields that a view reads are fetched from the store and opened, as for the live view. */
  private async opened(events: RecordedEvent[], views: readonly AnyView[]): Promise<RecordedEvent[]> {
    const reads = new Map<string, boolean>();
    const sealed = events.flatMap((event, index) => {
      const fields = this.hiddenFields(event);
      if (fields.length === 0) return [];
      if (!reads.has(event.type)) reads.set(event.type, readsAny(views, event, fields));
      return reads.get(event.type) ? [index] : [];
    });
    const next = sealed.values();
    const worker = async () => {
      for (const index of next) events[index] = await this.fromStore(events[index]!);
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    return events;
  }

  private hiddenFields({ type, data }: RecordedEvent): readonly string[] {
    const fields = this.codec.registry.find(type)?.personal?.fields ?? [];
    return fields.filter((field) => data[field] !== null && data[field] !== undefined);
  }

  private async fromStore(event: RecordedEvent): Promise<RecordedEvent> {
    for await (const stored of this.store.readStream(event.stream, { from: event.revision, maxCount: 1 })) {
      return this.codec.decode(stored);
    }
    throw new Error(`${event.stream} has no revision ${event.revision}: the views know more than the event store`);
  }
}

/** Whether a view's handler looks at one of the fields: what a list of issues never shows need not be opened for it. */
function readsAny(views: readonly AnyView[], event: RecordedEvent, fields: readonly string[]): boolean {
  let isRead = false;
  const data: JsonObject = { ...event.data };
  for (const field of fields) {
    Object.defineProperty(data, field, {
      enumerable: true,
      get: () => {
        isRead = true;
        return '';
      },
    });
  }
  for (const view of views) {
    try {
      view.operations({ ...event, data });
    } catch {
      // It stumbled over what it read.
      isRead = true;
    }
  }
  return isRead;
}

/** Events found so far, each once, and which streams they name that nobody has asked for. */
class Found {
  private readonly byId = new Map<string, RecordedEvent>();
  private readonly asked = new Set<string>();
  private unread: RecordedEvent[] = [];
  private wanted: readonly string[] = [];

  add(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (this.byId.has(event.id)) continue;
      this.byId.set(event.id, event);
      this.asked.add(event.stream);
      this.unread.push(event);
    }
    if (this.byId.size > maxEvents) {
      throw new RequestError(422, 'history.too-wide', { details: { limitEvents: maxEvents } });
    }
  }

  alsoAsk(streams: readonly string[]): void {
    this.wanted = streams;
  }

  /** Streams to ask for next. */
  named(): string[] {
    const named = new Set([...this.wanted, ...this.unread.flatMap((event) => streamsNamedBy(event))]);
    this.unread = [];
    this.wanted = [];
    const missing = [...named].filter((stream) => !this.asked.has(stream));
    for (const stream of missing) this.asked.add(stream);
    return missing;
  }

  events(): RecordedEvent[] {
    return [...this.byId.values()].sort((a, b) => comparePositions(a.position, b.position));
  }
}

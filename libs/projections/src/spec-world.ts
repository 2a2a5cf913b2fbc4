import { InMemoryEventStore, type StoredEvent } from '#event-store';
import { derivedId, event, shape, type EventMetadata, type JsonObject, type RecordedEvent } from '#kernel';
import { someActor, today } from '#testing';
import { InMemoryTable } from './in-memory-table.js';
import { integer, jsonb, text, textArray, view, type AnyView, type Row, type RowOperation } from './view.js';

/** For the engine's own tests: an event that carries the row operations it causes. */
export const told = event('spec.Told', shape<{ operations: readonly RowOperation[] }>());
/** Somebody decided that a view shall pass an event over. */
export const discarded = event('spec.Discarded', shape<object>());
/** Wanted by no view. */
export const ignored = event('spec.Ignored', shape<object>());

export const specView = (name = 'spec_rows', version = 1) =>
  view({
    name,
    version,
    columns: {
      place: text().key(),
      month: text().key(),
      count: integer(),
      sum: integer(),
      note: text().nullable(),
      tags: textArray().nullable(),
      document: jsonb().nullable(),
    },
    indexes: [['month']],
  }).on(told, ({ data }, rows) => {
    for (const operation of data.operations) {
      if (operation.kind === 'increment') rows.increment(operation.key as never, operation.by);
      else if (operation.kind === 'patch') rows.patch(operation.key as never, operation.set);
      else if (operation.kind === 'delete') rows.delete(operation.key as never);
      else rows[operation.kind](operation.row as never);
    }
  });

export const metadataOf = (commandId: string): EventMetadata => ({
  $correlationId: commandId,
  $causationId: commandId,
  commandId,
  command: 'spec',
  commandDigest: '',
  actor: someActor,
  recordedAt: `${today}T02:00:00.000Z`,
  effectiveAt: today,
  schemaVersion: 1,
  chain: { previous: null, hash: '' },
});

export class SpecStore extends InMemoryEventStore {
  private appended = 0;
  private readonly revisions = new Map<string, number>();

  tell(stream: string, operations: readonly RowOperation[], of: { type: string } = told): Promise<void> {
    return this.tellThat(stream, of, { operations });
  }

  async tellThat(stream: string, of: { type: string }, data: JsonObject): Promise<void> {
    const id = derivedId('spec', this.appended++);
    const revision = this.revisions.get(stream);
    await this.append(stream, [{ id, type: of.type, data, metadata: metadataOf(id) }], revision ?? 'no-stream');
    this.revisions.set(stream, (revision ?? -1) + 1);
  }

  async all(): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const each of this.readAll()) events.push(each);
    return events;
  }
}

export const decode = (stored: StoredEvent): RecordedEvent => stored;

/** What must be in the tables: rows by a plain fold, and the events that a stream's first poison event holds back. */
export function expected(of: AnyView, events: readonly StoredEvent[]): { rows: readonly Row[]; parked: string[] } {
  const table = new InMemoryTable(of);
  const blocked = new Set<string>();
  const parked: string[] = [];
  for (const each of events) {
    if (!of.eventTypes!.includes(each.type)) continue;
    if (!blocked.has(each.stream)) {
      try {
        table.apply(each);
        continue;
      } catch {
        blocked.add(each.stream);
      }
    }
    parked.push(`${each.stream}@${each.revision}`);
  }
  return { rows: table.all(), parked };
}

export const silentLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within 20 s: ${condition.toString()}`);
    await new Promise((again) => setTimeout(again, 20));
  }
}

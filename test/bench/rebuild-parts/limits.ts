import type { EventStore, StoredEvent } from '#event-store';
import type { Position } from '#kernel';
import { copyRows, RowFold, ViewTable, type AnyView, type Row } from '#projections';
import type { PoolClient } from 'pg';
import { textsOf } from './meeting-log.js';

const slice = 10_000;

/** Seconds of one thread that only parses the events' JSON and folds them, as the rebuild does, in memory. */
export function parseAndFold(view: AnyView, count: number): { readonly seconds: number; readonly rows: Row[] } {
  const fold = new RowFold(view, true);
  const position = { commit: 0n, prepare: 0n };
  let milliseconds = 0;
  for (const texts of textsOf(count, slice)) {
    const started = performance.now();
    for (const text of texts) {
      const event = JSON.parse(text) as StoredEvent;
      fold.apply(view.operations(Object.assign(event, { position })));
    }
    milliseconds += performance.now() - started;
  }
  const rows = [...fold.values()].flatMap((effect) => (effect.then === 'row' ? [effect.row] : []));
  return { seconds: milliseconds / 1_000, rows };
}

/** Seconds of reading alone: what the node, the network and the decoder allow. */
export async function readOnly(store: EventStore, until: Position, view: AnyView, parse: boolean): Promise<number> {
  const started = performance.now();
  for await (const { events } of store.readPages({ until, types: view.eventTypes })) {
    if (parse) for (const event of events) void event.data;
  }
  return (performance.now() - started) / 1_000;
}

/** Rows a second by COPY alone, into a table like the view's, with its key afterwards. */
export async function copyOnly(client: PoolClient, view: AnyView, rows: readonly Row[]): Promise<number> {
  const table = new ViewTable(view, 'bench_copy');
  await table.create(client);
  const started = performance.now();
  await copyRows(client, table, rows);
  await table.createKey(client);
  const seconds = (performance.now() - started) / 1_000;
  await table.drop(client);
  return rows.length / seconds;
}

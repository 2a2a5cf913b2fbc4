import type { EventStore } from '#event-store';
import { comparePositions, type Position } from '#kernel';
import type { PoolClient } from 'pg';
import {
  applyEvents,
  confirmBlocked,
  decodeAll,
  foldEvent,
  park,
  type Decode,
  type DecodedEvent,
  type ParkedEvent,
} from './apply-events.js';
import { moveBuild, type Build } from './builds.js';
import { copyRows } from './copy-rows.js';
import { isDataError } from './failures.js';
import { RowFold, type Effect } from './fold.js';
import { inTransaction } from './sql-client.js';
import { columnsOf } from './view-table.js';
import { wantedTypes, type Row } from './view.js';

export interface BulkOptions {
  readonly client: PoolClient;
  readonly store: EventStore;
  readonly decode: Decode;
  readonly signal?: AbortSignal | undefined;
  /** Cells of rows folded in memory before they are written: what bounds the memory, whatever the log's length. */
  readonly maxCells: number;
  /** Events at a time. */
  readonly pageSize: number;
  readonly onEvents: (events: number, position: Position) => void;
}

const statementRows = 5_000;

/** A build while it is filled; nobody else reads or writes its table. */
interface Filling {
  readonly build: Build;
  fold: RowFold;
  parked: ParkedEvent[];
  newlyBlocked: Set<string>;
}

/**
 * Fills builds that stand at one position up to another: events are folded in memory, rows are copied, and the cursor
 * moves in the transaction that writes them. Derived columns, and in an empty table key and indexes, come afterwards.
 */
export async function fill(
  options: BulkOptions,
  builds: readonly Build[],
  from: Position | undefined,
  until: Position,
): Promise<void> {
  const { client, store, decode, signal, maxCells, pageSize, onEvents } = options;
  const types = wantedTypes(builds.map(({ view }) => view));
  let fillings: Filling[] = [];
  for (const build of builds) fillings.push(filling(build, await isEmpty(client, build)));
  let cursor = from;
  let events = 0;
  const flush = async (position: Position): Promise<void> => {
    await writeAll(options, fillings, { from: cursor, until: position }, events);
    cursor = position;
    events = 0;
    fillings = fillings.map(({ build }) => filling(build, false));
  };
  for await (const page of store.readPages({ after: from, until, types, pageSize, signal })) {
    for (const event of await decodeAll(page.events, decode)) {
      for (const { build, fold, newlyBlocked, parked } of fillings) {
        if (build.wants(event.stored.type)) foldEvent(build, fold, newlyBlocked, parked, event);
      }
    }
    events += page.events.length;
    onEvents(page.events.length, page.position);
    const held = fillings.reduce((sum, each) => sum + cellsOf(each), 0);
    if (held >= maxCells || comparePositions(page.position, until) >= 0) await flush(page.position);
  }
}

/** The same with a table that has its key: small statements, derived columns kept, as the live path does it. */
export async function advance(
  options: Omit<BulkOptions, 'maxCells'>,
  builds: readonly Build[],
  from: Position | undefined,
  until: Position,
): Promise<void> {
  const { client, onEvents } = options;
  for await (const page of options.store.readPages(rangeOf(options, builds, from, until))) {
    const events = await decodeAll(page.events, options.decode);
    await inTransaction(client, () => applyPage(client, builds, events, page.position)).then(confirmBlocked);
    onEvents(events.length, page.position);
  }
}

/** {@link advance} inside the caller's transaction, for the last few events. */
export async function advanceWithin(
  options: Omit<BulkOptions, 'maxCells' | 'onEvents'>,
  builds: readonly Build[],
  from: Position | undefined,
  until: Position,
): Promise<void> {
  for await (const page of options.store.readPages(rangeOf(options, builds, from, until))) {
    const events = await decodeAll(page.events, options.decode);
    confirmBlocked(await applyPage(options.client, builds, events, page.position));
  }
}

const rangeOf = (
  { signal, pageSize }: Pick<BulkOptions, 'signal' | 'pageSize'>,
  builds: readonly Build[],
  after: Position | undefined,
  until: Position,
) => ({ after, until, types: wantedTypes(builds.map(({ view }) => view)), pageSize, signal });

async function applyPage(
  client: PoolClient,
  builds: readonly Build[],
  events: readonly DecodedEvent[],
  position: Position,
) {
  for (const build of builds) await moveBuild(client, build, position, events.length);
  return applyEvents(client, builds, events, true);
}

const filling = (build: Build, startsEmpty: boolean): Filling => ({
  build,
  fold: new RowFold(build.view, startsEmpty),
  parked: [],
  newlyBlocked: new Set(),
});

/** A document weighs as much as about ten plain values. */
function cellsOf({ build, fold, parked }: Filling): number {
  const columns = columnsOf(build.view);
  const documents = columns.filter(([, { type }]) => type === 'jsonb').length;
  return fold.size * (columns.length + 9 * documents) + parked.length * 10;
}

async function isEmpty(client: PoolClient, { table }: Build): Promise<boolean> {
  const { rowCount } = await client.query(`SELECT 1 FROM ${table.name} LIMIT 1`);
  return rowCount === 0;
}

async function writeAll(
  options: BulkOptions,
  fillings: readonly Filling[],
  range: { readonly from: Position | undefined; readonly until: Position },
  events: number,
): Promise<void> {
  const { client } = options;
  const builds = fillings.map(({ build }) => build);
  try {
    await inTransaction(client, async () => {
      // First, so that an abort waits for this flush and not in a circle with it.
      for (const build of builds) await moveBuild(client, build, range.until, events);
      for (const each of fillings) await writeOne(client, each);
    });
    for (const { build, newlyBlocked } of fillings) for (const stream of newlyBlocked) build.blocked.add(stream);
  } catch (error) {
    if (!isDataError(error)) throw error;
    // The data of some event is to blame: the careful way finds and parks it.
    for (const { table } of builds) await table.createKey(client);
    await advance({ ...options, onEvents: () => undefined }, builds, range.from, range.until);
  }
}

async function writeOne(client: PoolClient, { build, fold, parked }: Filling): Promise<void> {
  const { table } = build;
  const fresh: Row[] = [];
  const others: Effect[] = [];
  for (const effect of fold.values()) {
    if (effect.then === 'row' && effect.expect === 'absent') fresh.push(effect.row);
    else if (!(fold.startsEmpty && effect.then === 'gone')) others.push(effect);
  }
  if (!fold.startsEmpty) await table.createKey(client);
  await copyRows(client, table, fresh);
  for (let at = 0; at < others.length; at += statementRows) {
    await table.write(client, others.slice(at, at + statementRows), { derive: false });
  }
  await park(client, build, parked);
}

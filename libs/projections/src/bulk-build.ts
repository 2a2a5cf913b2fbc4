import type { EventStore } from '#event-store';
import { comparePositions, type Position } from '#kernel';
import type { PoolClient } from 'pg';
import { decodeAll, foldEvent, type Decode, type DecodedEvent, type ParkedEvent } from './apply-events.js';
import type { Build } from './builds.js';
import { writeFoldings } from './bulk-write.js';
import { RowFold } from './fold.js';
import { columnsOf } from './view-table.js';
import { wantedTypes } from './view.js';

export interface BulkOptions {
  readonly client: PoolClient;
  readonly store: EventStore;
  readonly decode: Decode;
  readonly signal?: AbortSignal | undefined;
  /** Cells of rows in memory at a time: what bounds it, whatever the log's length. */
  readonly maxCells: number;
  /** Events at a time. */
  readonly pageSize: number;
  readonly onEvents: (events: number, position: Position) => void;
}

/** A build, and up to where its rows are written. */
export interface StandingBuild {
  readonly build: Build;
  readonly position: Position | undefined;
}

/** What a stretch of events does to one build; nobody else reads or writes its table meanwhile. */
export interface Folding {
  readonly build: Build;
  /** The stretch begins behind this. */
  readonly from: Position | undefined;
  readonly fold: RowFold;
  readonly parked: ParkedEvent[];
  readonly newlyBlocked: Set<string>;
  /** Read since `from`. */
  events: number;
}

/**
 * Fills builds up to a position in one pass over the events, each from where it stands: events are folded in memory,
 * rows are copied, and a build's cursor moves in the transaction that writes its rows. PostgreSQL takes in one part
 * while the next is folded. Derived columns, and where it can wait the key, come afterwards.
 * @returns false when events had to be taken the careful way, which makes what was folded behind them void: the builds
 *   stand where they stand, and the caller goes on from there
 * @throws DuplicateRowsError
 */
export async function fill(options: BulkOptions, builds: readonly StandingBuild[], until: Position): Promise<boolean> {
  const { client, store, decode, signal, maxCells, pageSize, onEvents } = options;
  const types = wantedTypes(builds.map(({ build }) => build.view));
  let foldings: Folding[] = [];
  for (const each of builds) foldings.push(folding(each.build, each.position, await isEmpty(client, each.build)));
  let writing = Promise.resolve(true);
  try {
    for await (const page of store.readPages({ after: lowest(builds), until, types, pageSize, signal })) {
      const events = await decodeAll(page.events, decode);
      for (const each of foldings) foldPage(each, events, page.position);
      onEvents(page.events.length, page.position);
      const isLast = comparePositions(page.position, until) >= 0;
      const full = isLast ? new Set(foldings) : heaviest(foldings, maxCells / 2);
      if (full.size === 0) continue;
      if (!(await writing)) return false;
      writing = writeFoldings(options, [...full], page.position);
      // Awaited at the next turn; until then a failure must not count as unhandled.
      writing.catch(() => undefined);
      foldings = foldings.map((each) => (full.has(each) ? folding(each.build, page.position, false) : each));
    }
  } finally {
    // The connection is free, however this ends.
    await writing.catch(() => undefined);
  }
  return writing;
}

const folding = (build: Build, from: Position | undefined, startsEmpty: boolean): Folding => ({
  build,
  from,
  fold: new RowFold(build.view, startsEmpty),
  parked: [],
  newlyBlocked: new Set(),
  events: 0,
});

/** Of what was folded; undefined: START. */
function lowest(builds: readonly StandingBuild[]): Position | undefined {
  let position = builds[0]?.position;
  for (const each of builds) {
    if (!position || !each.position) return undefined;
    if (comparePositions(each.position, position) < 0) position = each.position;
  }
  return position;
}

function foldPage(into: Folding, events: readonly DecodedEvent[], end: Position): void {
  const { build, from, fold, newlyBlocked, parked } = into;
  if (from && comparePositions(end, from) <= 0) return;
  const first = events[0]?.stored.position;
  const straddles = from !== undefined && first !== undefined && comparePositions(first, from) <= 0;
  for (const event of events) {
    if (!build.wants(event.stored.type)) continue;
    if (straddles && comparePositions(event.stored.position, from) <= 0) continue;
    foldEvent(build, fold, newlyBlocked, parked, event);
  }
  into.events += events.length;
}

/**
 * The few builds that take most of the memory, once all together take too much. The others stay: rows of figures that
 * keep growing are written once, at the end, and not again and again.
 */
function heaviest(foldings: readonly Folding[], limit: number): Set<Folding> {
  const cells = new Map(foldings.map((each) => [each, cellsOf(each)]));
  let held = [...cells.values()].reduce((sum, each) => sum + each, 0);
  const chosen = new Set<Folding>();
  if (held < limit) return chosen;
  for (const [each, weight] of [...cells].sort(([, a], [, b]) => b - a)) {
    chosen.add(each);
    held -= weight;
    if (held <= limit / 2) break;
  }
  return chosen;
}

/** A document weighs as much as about ten plain values. */
function cellsOf({ build, fold, parked }: Folding): number {
  const columns = columnsOf(build.view);
  const documents = columns.filter(([, { type }]) => type === 'jsonb').length;
  return fold.size * (columns.length + 9 * documents) + parked.length * 10;
}

async function isEmpty(client: PoolClient, { table }: Build): Promise<boolean> {
  const { rowCount } = await client.query(`SELECT 1 FROM ${table.name} LIMIT 1`);
  return rowCount === 0;
}

import type { EventStore } from '#event-store';
import type { Position } from '#kernel';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { decodeAll, foldEvent, type Decode, type DecodedEvent, type ParkedEvent } from './apply-events.js';
import { readGroup, type Build } from './builds.js';
import { RowFold, type Effect } from './fold.js';
import { loadLiveBuilds } from './live-builds.js';
import { mainGroup } from './positions.js';
import { inTransaction, withClient } from './sql-client.js';
import { snakeCase } from './view-table.js';
import { wantedTypes, type AnyView, type Row, type RowOperation } from './view.js';

export interface RepairOptions {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly decode: Decode;
  readonly views: readonly AnyView[];
  readonly group?: string;
  readonly signal?: AbortSignal;
  /** Only compares. */
  readonly dryRun?: boolean;
}

export interface RepairReport {
  readonly view: string;
  /** Rows that the stream's events touch. */
  readonly rows: number;
  /** Of them, rows that were wrong, and are right now unless it was a dry run. */
  readonly repaired: number;
}

/**
 * Makes the rows that one stream touches what the whole history says. Other streams may touch them too, so all events
 * are read; but only these rows are kept in memory and written, and the runner waits only for the last moment.
 */
export async function repairStream(options: RepairOptions, stream: string): Promise<RepairReport[]> {
  const group = options.group ?? mainGroup;
  return withClient(options.dataSource, async (client) => {
    const { live } = await loadLiveBuilds(client, group, options.views);
    await passOverParked(client, live);
    const repairs = await keysTouched(options, live, stream);
    const { position } = (await readGroup(client, group))!;
    if (!position || repairs.length === 0) return [];
    await foldRange(options, repairs, undefined, position);
    return inTransaction(client, async () => {
      const now = (await readGroup(client, group, true))!.position!;
      await foldRange(options, repairs, position, now);
      const reports: RepairReport[] = [];
      for (const repair of repairs) reports.push(await writeBack(client, repair, options.dryRun ?? false));
      return reports;
    });
  });
}

/** What is parked stays parked: to apply it is another command, and its rows are not wrong but late. */
async function passOverParked(client: PoolClient, builds: readonly Build[]): Promise<void> {
  const { rows } = await client.query<{ build_id: number; stream: string; revision: string }>(
    'SELECT build_id, stream, revision FROM projection_parked WHERE build_id = ANY ($1)',
    [builds.map(({ id }) => id)],
  );
  for (const build of builds) {
    build.blocked.clear();
    for (const row of rows) if (row.build_id === build.id) build.discarded.add(`${row.stream}@${row.revision}`);
  }
}

interface Repair {
  readonly build: Build;
  readonly keys: ReadonlyMap<string, Row>;
  readonly fold: RowFold;
  readonly newlyBlocked: Set<string>;
  readonly parked: ParkedEvent[];
}

async function keysTouched(options: RepairOptions, builds: readonly Build[], stream: string): Promise<Repair[]> {
  const events: DecodedEvent[] = [];
  for await (const stored of options.store.readStream(stream)) {
    events.push(...(await decodeAll([stored], options.decode)));
  }
  const repairs: Repair[] = [];
  for (const build of builds) {
    const keys = new Map<string, Row>();
    for (const { event } of events) {
      if (!event || !build.wants(event.type)) continue;
      for (const operation of tryOperations(build.view, event)) {
        const row = 'row' in operation ? operation.row : operation.key;
        keys.set(build.view.keyText(row), Object.fromEntries(build.view.key.map((name) => [name, row[name]])));
      }
    }
    const fold = new RowFold(build.view, true, keys);
    if (keys.size > 0) repairs.push({ build, keys, fold, newlyBlocked: new Set(), parked: [] });
  }
  return repairs;
}

function tryOperations(view: AnyView, event: Parameters<AnyView['operations']>[0]): readonly RowOperation[] {
  try {
    return view.operations(event);
  } catch {
    // Poison: it is parked, and touches no row.
    return [];
  }
}

async function foldRange(
  { store, decode, signal }: RepairOptions,
  repairs: readonly Repair[],
  after: Position | undefined,
  until: Position,
): Promise<void> {
  const types = wantedTypes(repairs.map(({ build }) => build.view));
  for await (const { events } of store.readPages({ after, until, types, signal })) {
    for (const event of await decodeAll(events, decode)) {
      for (const { build, fold, newlyBlocked, parked } of repairs) {
        if (build.wants(event.stored.type)) foldEvent(build, fold, newlyBlocked, parked, event);
      }
    }
  }
}

async function writeBack(client: PoolClient, { build, keys, fold }: Repair, dryRun: boolean): Promise<RepairReport> {
  const { view, table } = build;
  const right = new Map<string, Row>();
  for (const effect of fold.values()) if (effect.then === 'row') right.set(view.keyText(effect.row), effect.row);
  const effects: Effect[] = [];
  for (const [text, key] of keys) {
    const row = right.get(text);
    effects.push(row ? { expect: 'any', then: 'row', row } : { expect: 'any', then: 'gone', key });
  }
  const before = await rowsOf(client, build, keys);
  await client.query('SAVEPOINT before_repair');
  await table.write(client, effects);
  const after = await rowsOf(client, build, keys);
  if (dryRun) await client.query('ROLLBACK TO SAVEPOINT before_repair');
  const repaired = [...keys.keys()].filter((text) => before.get(text) !== after.get(text)).length;
  return { view: view.name, rows: keys.size, repaired };
}

/** Rows as text by key, so that before and after compare as PostgreSQL sees them. */
async function rowsOf(
  client: PoolClient,
  { view, table }: Build,
  keys: ReadonlyMap<string, Row>,
): Promise<Map<string, string>> {
  const typed = view.key.map((name) => `"${name}" ${table.typeOf(name)}`).join(', ');
  const same = view.key.map((name) => `t."${snakeCase(name)}" = r."${name}"`).join(' AND ');
  const { rows } = await client.query<{ n: number; row: string }>(
    `SELECT n::integer, t::text AS row
       FROM ${table.name} t, ROWS FROM (json_to_recordset($1::json) AS (${typed})) WITH ORDINALITY r(${view.key
         .map((name) => `"${name}"`)
         .join(', ')}, n)
      WHERE ${same}`,
    [JSON.stringify([...keys.values()])],
  );
  const texts = [...keys.keys()];
  return new Map(rows.map(({ n, row }) => [texts[n - 1]!, row]));
}

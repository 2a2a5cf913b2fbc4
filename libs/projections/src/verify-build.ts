import type { Position } from '#kernel';
import type { DataSource } from 'typeorm';
import type { BulkOptions } from './bulk-build.js';
import { readBuilds, readGroup, type Build } from './builds.js';
import { advanceWithin } from './catch-up.js';
import type { RebuildReport } from './rebuild-options.js';
import { inTransaction, withClient } from './sql-client.js';
import { compareTables, digest, type Differences } from './verify.js';
import { ViewTable } from './view-table.js';
import type { AnyView } from './view.js';

export interface VerifyOptions extends Omit<BulkOptions, 'maxCells' | 'onEvents'> {
  readonly dataSource: DataSource;
  readonly group: string;
}

/**
 * Compares a build with the live table of its view, both at one position.
 * @param catchUpTo brings the build there
 */
export async function verifyBuild(
  options: VerifyOptions,
  build: Build,
  catchUpTo: (position: Position) => Promise<void>,
): Promise<RebuildReport> {
  const { view, table } = build;
  const report = { view: view.name, version: view.version, wentLive: false };
  const live = await comparableTable(options, view);
  if (!live) {
    const { rows } = await digest(options.client, table);
    return { ...report, rows, verified: 'not-comparable' };
  }
  const before = await digestLive(options, live);
  if (before.position) await catchUpTo(before.position);
  const { rows, hash } = await digest(options.client, table);
  if (before.rows === rows && before.hash === hash) return { ...report, rows, verified: 'same' };
  const differences = await compare(options, build, live);
  return { ...report, rows, verified: differences.count === 0 ? 'same' : 'differs', differences };
}

async function comparableTable({ client, group }: VerifyOptions, view: AnyView): Promise<ViewTable | undefined> {
  const records = await readBuilds(client, group);
  const live = records.find(({ viewName, state }) => viewName === view.name && state === 'live');
  const isComparable = live?.version === view.version && !live.position;
  return isComparable ? new ViewTable(view, live.tableName) : undefined;
}

/** In one snapshot, so that the runner goes on meanwhile. */
function digestLive({ dataSource, group }: VerifyOptions, live: ViewTable) {
  return withClient(dataSource, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    try {
      const { position } = (await readGroup(client, group))!;
      return { position, ...(await digest(client, live)) };
    } finally {
      await client.query('COMMIT');
    }
  });
}

/** With the group held at one position: only when the hashes differ already. */
function compare(options: VerifyOptions, build: Build, live: ViewTable): Promise<Differences> {
  const { client, group } = options;
  return inTransaction(client, async () => {
    const { position } = (await readGroup(client, group, true))!;
    const own = (await readBuilds(client, group)).find(({ id }) => id === build.id);
    if (position) await advanceWithin(options, [build], own?.position, position);
    return compareTables(client, live, build.table);
  });
}

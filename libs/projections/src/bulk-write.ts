import type { Position } from '#kernel';
import type { PoolClient } from 'pg';
import { park } from './apply-events.js';
import type { BulkOptions, Folding } from './bulk-build.js';
import { createKey, moveBuild } from './builds.js';
import { advance } from './catch-up.js';
import { copyRows } from './copy-rows.js';
import { isDataError } from './failures.js';
import type { Effect } from './fold.js';
import { inTransaction } from './sql-client.js';
import type { Row } from './view.js';

const statementRows = 5_000;

/**
 * Rows and cursors of some builds in one transaction. When the data of some event makes that fail, their stretches are
 * taken again in the careful way, which finds and parks it.
 * @returns false when it was the careful way
 */
export async function writeFoldings(
  options: BulkOptions,
  foldings: readonly Folding[],
  until: Position,
): Promise<boolean> {
  const { client } = options;
  // What is folded meanwhile must wait behind these.
  for (const { build, newlyBlocked } of foldings) for (const stream of newlyBlocked) build.blocked.add(stream);
  try {
    await inTransaction(client, async () => {
      // First, so that an abort waits for this flush and not in a circle with it.
      for (const { build, events } of foldings) await moveBuild(client, build, until, events);
      for (const each of foldings) await writeOne(client, each);
    });
    return true;
  } catch (error) {
    if (!isDataError(error)) throw error;
  }
  for (const { build, newlyBlocked } of foldings) for (const stream of newlyBlocked) build.blocked.delete(stream);
  for (const { build, from } of foldings) {
    await createKey(client, build);
    await advance({ ...options, onEvents: () => undefined }, [build], from, until);
  }
  return false;
}

/**
 * New rows are copied, and everything else is written as the live path does it. Only that needs the key: a table that
 * nothing but new rows go to gets it at the end, at once.
 */
async function writeOne(client: PoolClient, { build, fold, parked }: Folding): Promise<void> {
  const { table } = build;
  const fresh: Row[] = [];
  const others: Effect[] = [];
  for (const effect of fold.values()) {
    if (effect.then === 'row' && effect.expect === 'absent') fresh.push(effect.row);
    else if (!(fold.startsEmpty && effect.then === 'gone')) others.push(effect);
  }
  if (others.length > 0) await createKey(client, build);
  await copyRows(client, table, fresh);
  for (let at = 0; at < others.length; at += statementRows) {
    await table.write(client, others.slice(at, at + statementRows), { derive: false });
  }
  await park(client, build, parked);
}

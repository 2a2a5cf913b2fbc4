import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { BulkOptions } from './bulk-build.js';
import {
  deleteBuild,
  raiseLayout,
  readBuilds,
  readGroup,
  reloadParked,
  type Build,
  type BuildRecord,
} from './builds.js';
import { advanceWithin } from './catch-up.js';
import { fromPosition, inTransaction } from './sql-client.js';

export interface GoLiveOptions extends Omit<BulkOptions, 'maxCells' | 'onEvents'> {
  readonly group: string;
}

/**
 * New readers queue behind the switch while it waits for those under way. A long one (an export of a whole view) makes
 * it wait for another moment, instead of everybody for it.
 */
const gateTimeout = '200ms';

/**
 * Switches views to builds that are almost up to date: the last events, the names and the states in one transaction.
 * The live table before stays as `previous`, at its position; the one before that is dropped.
 */
export async function goLive(options: GoLiveOptions, builds: readonly Build[]): Promise<void> {
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      return await inTransaction(options.client, () => switchAll(options, builds));
    } catch (error) {
      if ((error as { code?: string }).code !== '55P03') throw error;
      await delay(1_000, undefined, options.signal ? { signal: options.signal } : {});
    }
  }
}

async function switchAll(options: GoLiveOptions, builds: readonly Build[]): Promise<void> {
  const { client, group } = options;
  const { position } = (await readGroup(client, group, true))!;
  const records = await readBuilds(client, group);
  await reloadParked(client, builds);
  for (const build of builds) {
    const own = records.find(({ id }) => id === build.id);
    if (position) await advanceWithin(options, [build], own?.position, position);
  }
  await client.query(`SET LOCAL lock_timeout = '${gateTimeout}'`);
  await client.query('LOCK TABLE live_gate IN ACCESS EXCLUSIVE MODE');
  for (const build of builds) {
    const of = (state: BuildRecord['state']) =>
      records.find((each) => each.viewName === build.view.name && each.state === state && each.id !== build.id);
    const [live, previous] = [of('live'), of('previous')];
    const own = records.find(({ id }) => id === build.id)!;
    await build.table.goLive(client, live?.shape === own.shape);
    if (previous) await deleteBuild(client, previous);
    if (live) await retire(client, live, position);
    await client.query(
      `UPDATE projection_build SET state = 'live', commit_position = NULL, prepare_position = NULL, changed_at = now()
        WHERE id = $1`,
      [build.id],
    );
  }
  await raiseLayout(client, group);
}

/** A table that stood still already keeps its own position. */
async function retire(client: PoolClient, live: BuildRecord, position: BuildRecord['position']): Promise<void> {
  await client.query(
    `UPDATE projection_build SET state = 'previous', step = 'go-live', changed_at = now(),
            commit_position = coalesce(commit_position, $2), prepare_position = coalesce(prepare_position, $3)
      WHERE id = $1`,
    [live.id, ...fromPosition(position)],
  );
}

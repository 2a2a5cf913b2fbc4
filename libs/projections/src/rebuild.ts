import type { PoolClient } from 'pg';
import { loadLiveBuilds } from './live-builds.js';
import { mainGroup } from './positions.js';
import { RebuildLadder } from './rebuild-ladder.js';
import { RebuildRefusedError, type RebuildOptions, type RebuildReport } from './rebuild-options.js';
import { withClient } from './sql-client.js';
import type { AnyView } from './view.js';

/**
 * Builds views anew beside their live tables and switches: plan → build → catch up → index → verify → go live → retire.
 * Events go on being written and views read meanwhile. Killed at any point, the next call goes on where it stopped.
 *
 * @throws RebuildRefusedError when one of the views is being rebuilt already; BuildGoneError when somebody aborted it
 */
export async function rebuild(options: RebuildOptions, views: readonly AnyView[]): Promise<RebuildReport[]> {
  return withClient(options.dataSource, async (client) => {
    await client.query(`SET synchronous_commit = off; SET maintenance_work_mem = '256MB'`);
    try {
      await lockViews(client, options.group ?? mainGroup, views);
      return await new RebuildLadder(options, client, views).run();
    } finally {
      await client.query('SELECT pg_advisory_unlock_all(); RESET ALL').catch(() => undefined);
    }
  });
}

/** As {@link rebuild}, for those of the views that are still missing or of an older version. */
export async function rebuildOutdated(options: RebuildOptions, views: readonly AnyView[]): Promise<void> {
  const group = options.group ?? mainGroup;
  const { outdated } = await withClient(options.dataSource, (client) => loadLiveBuilds(client, group, views));
  if (outdated.length === 0) return;
  const names = outdated.map(({ name }) => name);
  options.log?.info({ views: names }, 'building new versions');
  const reports = await rebuild(options, outdated);
  options.log?.info(
    { views: reports.map(({ view, version, rows }) => ({ view, version, rows })) },
    'new versions live',
  );
}

/** Until the connection gives its locks back. @throws RebuildRefusedError */
export async function lockViews(client: PoolClient, group: string, views: readonly AnyView[]): Promise<void> {
  for (const { name } of views) {
    const { rows } = await client.query<{ mine: boolean }>(
      `SELECT pg_try_advisory_lock(hashtextextended('rebuild:' || $1 || ':' || $2, 0)) AS mine`,
      [group, name],
    );
    if (!rows[0]!.mine) throw new RebuildRefusedError(`view ${name} is being rebuilt already`);
  }
}

import type { PoolClient } from 'pg';
import { advance } from './catch-up.js';
import { Build, deleteBuild, readBuilds, readGroup, reloadParked } from './builds.js';
import { goLive } from './go-live.js';
import { mainGroup } from './positions.js';
import { RebuildRefusedError, type RebuildOptions } from './rebuild-options.js';
import { lockViews } from './rebuild.js';
import { inTransaction, withClient } from './sql-client.js';
import { shapeOf } from './view-table.js';
import type { AnyView } from './view.js';

/**
 * Ends an unfinished build, also one that runs in another process: that one finds its build gone at its next write.
 * @returns false when there was none
 */
export async function abortRebuild(options: Pick<RebuildOptions, 'dataSource' | 'group'>, viewName: string) {
  return withClient(options.dataSource, async (client) =>
    inTransaction(client, async () => {
      const records = await readBuilds(client, options.group ?? mainGroup);
      const begun = records.find((each) => each.viewName === viewName && each.state === 'building');
      if (begun) await deleteBuild(client, begun);
      return begun !== undefined;
    }),
  );
}

/**
 * Back to the table before the last switch, after the events since then; the present one becomes the previous.
 * @throws RebuildRefusedError when there is none, or when it was made by code of another version
 */
export async function rollback(options: RebuildOptions, view: AnyView): Promise<void> {
  const group = options.group ?? mainGroup;
  await withClient(options.dataSource, async (client) => {
    await lockViews(client, group, [view]);
    try {
      await switchBack(options, client, group, view);
    } finally {
      await client.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    }
  });
}

async function switchBack(options: RebuildOptions, client: PoolClient, group: string, view: AnyView): Promise<void> {
  const records = await readBuilds(client, group);
  const previous = records.find(({ viewName, state }) => viewName === view.name && state === 'previous');
  if (!previous) throw new RebuildRefusedError(`view ${view.name} has no previous table to go back to`);
  if (previous.version !== view.version || previous.shape !== shapeOf(view)) {
    throw new RebuildRefusedError(
      `the previous table of ${view.name} is of version ${previous.version}: go back with the release that has it`,
    );
  }
  const build = new Build(previous.id, view, previous.tableName);
  await reloadParked(client, [build]);
  const { position } = (await readGroup(client, group))!;
  const { store, decode, signal, pageSize = 1_000 } = options;
  const within = { client, store, decode, signal, pageSize, onEvents: () => undefined };
  if (position) await advance(within, [build], previous.position, position);
  await goLive({ ...within, group }, [build]);
}

import type { PoolClient } from 'pg';
import {
  Build,
  createBuild,
  deleteBuild,
  moveBuild,
  raiseLayout,
  readBuilds,
  readGroup,
  reloadParked,
  type BuildRecord,
} from './builds.js';
import { ProjectionSetupError } from './failures.js';
import { inTransaction } from './sql-client.js';
import { shapeOf } from './view-table.js';
import type { AnyView } from './view.js';

export interface LiveBuilds {
  /** Kept in step by the runner. */
  readonly live: readonly Build[];
  /** Views of this code whose live table is missing or of an older version: they need a build. */
  readonly outdated: readonly AnyView[];
  readonly layout: string;
}

/**
 * Makes the group known. In an empty group every view starts live at once, as an empty table at START. The live table of
 * an older version stops where the group is: its own position tells readers so until the new version goes live.
 */
export async function prepareGroup(client: PoolClient, group: string, views: readonly AnyView[]): Promise<void> {
  await client.query('INSERT INTO projection_group (name) VALUES ($1) ON CONFLICT DO NOTHING', [group]);
  await inTransaction(client, async () => {
    const { position } = (await readGroup(client, group, true))!;
    const records = await readBuilds(client, group);
    let changed = false;
    for (const view of views) {
      const record = records.find(({ viewName, state }) => viewName === view.name && state === 'live');
      if (record && (record.version >= view.version || record.position)) continue;
      if (position && !record) continue;
      if (position) await moveBuild(client, record!, position, 0);
      else await startEmpty(client, group, view, record);
      changed = true;
    }
    if (changed) await raiseLayout(client, group);
  });
}

async function startEmpty(client: PoolClient, group: string, view: AnyView, old: BuildRecord | undefined) {
  const build = await createBuild(client, group, view, 'live');
  await build.table.createKey(client);
  await build.table.createIndexes(client);
  await build.table.goLive(client);
  if (old) await deleteBuild(client, old);
}

/**
 * The builds that this code keeps in step.
 *
 * @throws ProjectionSetupError when a live table is newer than the code, or of another shape under the same version:
 *   going on would write nonsense
 */
export async function loadLiveBuilds(
  client: PoolClient,
  group: string,
  views: readonly AnyView[],
): Promise<LiveBuilds> {
  const { layout } = (await readGroup(client, group))!;
  const records = await readBuilds(client, group);
  const live: Build[] = [];
  const outdated: AnyView[] = [];
  for (const view of views) {
    const record = records.find(({ viewName, state }) => viewName === view.name && state === 'live');
    if (record) checkFits(record, view);
    if (!record || record.version < view.version || record.position) outdated.push(view);
    else live.push(new Build(record.id, view, record.tableName));
  }
  await reloadParked(client, live);
  return { live, outdated, layout };
}

export function checkFits(record: BuildRecord, view: AnyView): void {
  if (record.version > view.version) {
    throw new ProjectionSetupError(
      `view ${view.name} is at version ${record.version}, this code has ${view.version}: deploy the newer code, ` +
        `or go back with "ops rollback"`,
    );
  }
  if (record.version === view.version && record.shape !== shapeOf(view)) {
    throw new ProjectionSetupError(`view ${view.name} has other columns than its table: raise its version`);
  }
}

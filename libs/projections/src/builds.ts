import type { Position } from '#kernel';
import type { ClientBase } from 'pg';
import { fromPosition, toPosition, type PositionColumns } from './sql-client.js';
import { shapeOf, ViewTable } from './view-table.js';
import type { AnyView } from './view.js';

/** Somebody aborted the build while it was filled. */
export class BuildGoneError extends Error {
  override readonly name = 'BuildGoneError';
}

/**
 * A build that was copied without its key holds two rows of one key: some view's assumption about its events is wrong.
 * Only events one after another can tell which.
 */
export class DuplicateRowsError extends Error {
  override readonly name = 'DuplicateRowsError';

  constructor(readonly build: Build) {
    super(`view ${build.view.name}: two rows of one key`);
  }
}

export type BuildState = 'building' | 'live' | 'previous';
/** What a build that is not live does next. */
export type BuildStep = 'build' | 'index' | 'verify' | 'go-live';

/** A row of `projection_build`: one physical table of a view. */
export interface BuildRecord {
  readonly id: number;
  readonly viewName: string;
  readonly version: number;
  readonly shape: string;
  readonly tableName: string;
  readonly state: BuildState;
  readonly step: BuildStep;
  /** Own position; undefined: START, or, when `inStep`, that of the group. */
  readonly position: Position | undefined;
  /** Events read so far, for the rate and the remaining time. */
  readonly events: number;
  readonly startedAt: Date;
}

/** A build that this process writes: its view's code, its table, and what it must pass over. */
export class Build {
  readonly table: ViewTable;
  /** Streams with a parked event: later events of them wait behind it. */
  readonly blocked = new Set<string>();
  /** `<stream>@<revision>` of events that somebody decided to pass over. */
  readonly discarded = new Set<string>();
  private readonly types: ReadonlySet<string> | undefined;

  constructor(
    readonly id: number,
    readonly view: AnyView,
    tableName: string,
  ) {
    this.table = new ViewTable(view, tableName);
    this.types = view.eventTypes && new Set(view.eventTypes);
  }

  wants(type: string): boolean {
    return this.types === undefined || this.types.has(type);
  }
}

export interface GroupState {
  readonly position: Position | undefined;
  /** Compared, never counted. */
  readonly layout: string;
}

/** `forUpdate` holds the runner's next batch back until the transaction ends, so that the position stands still. */
export async function readGroup(client: ClientBase, group: string, forUpdate = false): Promise<GroupState | undefined> {
  const { rows } = await client.query<PositionColumns & { layout: string }>(
    `SELECT commit_position, prepare_position, layout FROM projection_group
      WHERE name = $1 ${forUpdate ? 'FOR UPDATE' : ''}`,
    [group],
  );
  return rows[0] && { position: toPosition(rows[0]), layout: rows[0].layout };
}

/** Tells the runner that builds or parked events changed, and readers that positions may have. */
export async function raiseLayout(client: ClientBase, group: string): Promise<void> {
  await client.query(
    `WITH raised AS (UPDATE projection_group SET layout = layout + 1 WHERE name = $1 RETURNING name)
     SELECT pg_notify('projection_position', name) FROM raised`,
    [group],
  );
}

interface BuildColumns extends PositionColumns {
  readonly id: number;
  readonly view_name: string;
  readonly version: number;
  readonly shape: string;
  readonly table_name: string;
  readonly state: BuildState;
  readonly step: BuildStep;
  readonly events: string;
  readonly started_at: Date;
}

export async function readBuilds(client: ClientBase, group: string): Promise<BuildRecord[]> {
  const { rows } = await client.query<BuildColumns>(
    'SELECT * FROM projection_build WHERE group_name = $1 ORDER BY view_name, id',
    [group],
  );
  return rows.map((row) => ({
    id: row.id,
    viewName: row.view_name,
    version: row.version,
    shape: row.shape,
    tableName: row.table_name,
    state: row.state,
    step: row.step,
    position: toPosition(row),
    events: Number(row.events),
    startedAt: row.started_at,
  }));
}

/** A new empty build at START with its table, without key and indexes. */
export async function createBuild(client: ClientBase, group: string, view: AnyView, state: BuildState): Promise<Build> {
  const { rows } = await client.query<{ id: number; table_name: string }>(
    `INSERT INTO projection_build (group_name, view_name, version, shape, table_name, state)
     VALUES ($1, $2::text, $3::integer, $4, $2::text || '__' || $3::integer || '__b' || nextval('projection_table'), $5)
     RETURNING id, table_name`,
    [group, view.name, view.version, shapeOf(view), state],
  );
  const build = new Build(rows[0]!.id, view, rows[0]!.table_name);
  await build.table.create(client);
  return build;
}

/** Brings what a build must pass over in line with the tables. */
export async function reloadParked(client: ClientBase, builds: readonly Build[]): Promise<void> {
  const parked = await client.query<{ build_id: number; stream: string }>(
    'SELECT DISTINCT build_id, stream FROM projection_parked WHERE build_id = ANY ($1)',
    [builds.map(({ id }) => id)],
  );
  const discarded = await client.query<{ view_name: string; stream: string; revision: string }>(
    'SELECT view_name, stream, revision FROM projection_discarded WHERE view_name = ANY ($1)',
    [builds.map(({ view }) => view.name)],
  );
  for (const build of builds) {
    build.blocked.clear();
    build.discarded.clear();
    for (const row of parked.rows) if (row.build_id === build.id) build.blocked.add(row.stream);
    for (const row of discarded.rows) {
      if (row.view_name === build.view.name) build.discarded.add(`${row.stream}@${row.revision}`);
    }
  }
}

export async function deleteBuild(client: ClientBase, record: Pick<BuildRecord, 'id' | 'tableName'>): Promise<void> {
  await client.query('DELETE FROM projection_build WHERE id = $1', [record.id]);
  await client.query(`DROP TABLE IF EXISTS views."${record.tableName}"`);
}

export async function moveBuild(
  client: ClientBase,
  build: Pick<Build, 'id'>,
  position: Position | undefined,
  events: number,
): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE projection_build
        SET commit_position = $2, prepare_position = $3, events = events + $4, changed_at = now() WHERE id = $1`,
    [build.id, ...fromPosition(position), events],
  );
  if (rowCount === 0) throw new BuildGoneError('the build was aborted');
}

export async function setStep(client: ClientBase, build: Pick<Build, 'id'>, step: BuildStep): Promise<void> {
  const { rowCount } = await client.query('UPDATE projection_build SET step = $2, changed_at = now() WHERE id = $1', [
    build.id,
    step,
  ]);
  if (rowCount === 0) throw new BuildGoneError('the build was aborted');
}

/** Where the table has none yet. @throws DuplicateRowsError */
export async function createKey(client: ClientBase, build: Build): Promise<void> {
  try {
    await build.table.createKey(client);
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error;
    throw new DuplicateRowsError(build);
  }
}

/** Back to START, empty, and with the key from now on, so that the event that breaks it is found when it comes. */
export async function startOver(client: ClientBase, build: Build): Promise<void> {
  await moveBuild(client, build, undefined, 0);
  await client.query(`TRUNCATE ${build.table.name}`);
  await client.query('DELETE FROM projection_parked WHERE build_id = $1', [build.id]);
  build.blocked.clear();
  await build.table.createKey(client);
}

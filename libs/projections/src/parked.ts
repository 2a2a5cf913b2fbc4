import type { EventStore, StoredEvent } from '#event-store';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { decodeAll, type Decode } from './apply-events.js';
import { Build, raiseLayout, readBuilds, readGroup, reloadParked } from './builds.js';
import { describeFailure, isDataError } from './failures.js';
import { RowFold } from './fold.js';
import { checkFits } from './live-builds.js';
import { mainGroup } from './positions.js';
import { inTransaction, withClient } from './sql-client.js';
import type { AnyView } from './view.js';

/** An event that what follows the store could not take, or that waits behind one. The event itself is in the store. */
export interface ParkedPointer {
  readonly stream: string;
  readonly revision: number;
  readonly eventType: string;
  readonly position: string;
  /** `waiting`: behind an earlier event of its stream. */
  readonly errorClass: string;
  readonly errorMessage: string;
  /** 0: waits. */
  readonly attempts: number;
  readonly parkedAt: Date;
}

/** Of a live view. */
export interface ParkedEntry extends ParkedPointer {
  readonly view: string;
}

/** The columns of a pointer, in a table that holds them. A double holds every revision, and comes as a number. */
export const pointerColumns = (table: string): string =>
  `${table}.stream, ${table}.revision::float8 AS revision, ${table}.event_type AS "eventType",
   ${table}.commit_position || '/' || ${table}.prepare_position AS position, ${table}.error_class AS "errorClass",
   ${table}.error_message AS "errorMessage", ${table}.attempts, ${table}.parked_at AS "parkedAt"`;

export interface ParkedFilter {
  readonly view?: string | undefined;
  readonly stream?: string | undefined;
}

/** Of live views, oldest first within each stream. */
export const listParked = (
  dataSource: DataSource,
  filter: ParkedFilter = {},
  group = mainGroup,
): Promise<ParkedEntry[]> =>
  dataSource.query<ParkedEntry[]>(
    `SELECT b.view_name AS view, ${pointerColumns('p')}
       FROM projection_parked p JOIN projection_build b ON b.id = p.build_id
      WHERE b.group_name = $1 AND b.state = 'live'
        AND ($2::text IS NULL OR b.view_name = $2) AND ($3::text IS NULL OR p.stream = $3)
      ORDER BY b.view_name, p.stream, p.revision`,
    [group, filter.view ?? null, filter.stream ?? null],
  );

export interface ParkedOptions {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly decode: Decode;
  readonly views: readonly AnyView[];
  readonly group?: string;
}

export interface RetryReport {
  readonly view: string;
  readonly stream: string;
  readonly applied: number;
  /** Still parked, the first of them with its new error. */
  readonly left: number;
}

/** Applies parked events with today's code, stream by stream in order, up to the first that fails again. */
export async function retryParked(options: ParkedOptions, filter: ParkedFilter = {}): Promise<RetryReport[]> {
  const group = options.group ?? mainGroup;
  const parked = await listParked(options.dataSource, filter, group);
  const streams = new Map(parked.map(({ view, stream }) => [`${view} ${stream}`, { view, stream }]));
  const reports: RetryReport[] = [];
  await withClient(options.dataSource, async (client) => {
    for (const { view, stream } of streams.values()) {
      // The runner's next batch waits: an event that comes meanwhile must see the stream free, or still blocked.
      reports.push(await inTransaction(client, () => retryStream(client, options, group, view, stream)));
    }
  });
  return reports;
}

/** The view passes this event over, now and in every rebuild; what waited behind it is applied. */
export async function discardParked(
  options: ParkedOptions,
  event: { readonly view: string; readonly stream: string; readonly revision: number },
  because: { readonly reason: string; readonly by: string },
): Promise<RetryReport | undefined> {
  const { view, stream, revision } = event;
  await options.dataSource.query(
    `INSERT INTO projection_discarded (view_name, stream, revision, reason, discarded_by)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [view, stream, revision, because.reason, because.by],
  );
  const [report] = await retryParked(options, { view, stream });
  return report;
}

async function retryStream(
  client: PoolClient,
  options: ParkedOptions,
  group: string,
  viewName: string,
  stream: string,
): Promise<RetryReport> {
  await readGroup(client, group, true);
  const build = await liveBuild(client, options.views, group, viewName);
  const pending = await client.query<{ revision: string }>(
    'SELECT revision FROM projection_parked WHERE build_id = $1 AND stream = $2 ORDER BY revision',
    [build.id, stream],
  );
  const revisions = pending.rows.map(({ revision }) => Number(revision));
  let applied = 0;
  for (const stored of await readParkedEvents(options.store, stream, revisions)) {
    const isDiscarded = build.discarded.has(`${stream}@${stored.revision}`);
    if (!isDiscarded && !(await tryApply(client, options.decode, build, stored))) break;
    await client.query('DELETE FROM projection_parked WHERE build_id = $1 AND stream = $2 AND revision = $3', [
      build.id,
      stream,
      stored.revision,
    ]);
    applied++;
  }
  await raiseLayout(client, group);
  return { view: viewName, stream, applied, left: revisions.length - applied };
}

async function liveBuild(client: PoolClient, views: readonly AnyView[], group: string, name: string): Promise<Build> {
  const view = views.find((each) => each.name === name);
  const record = (await readBuilds(client, group)).find(({ viewName, state }) => viewName === name && state === 'live');
  if (!view || !record) throw new TypeError(`there is no view "${name}"`);
  checkFits(record, view);
  const build = new Build(record.id, view, record.tableName);
  await reloadParked(client, [build]);
  return build;
}

/** Those of the stream that the pointers mean. `revisions` ascending. */
export async function readParkedEvents(
  store: EventStore,
  stream: string,
  revisions: readonly number[],
): Promise<StoredEvent[]> {
  if (revisions.length === 0) return [];
  const wanted = new Set(revisions);
  const events: StoredEvent[] = [];
  const maxCount = revisions.at(-1)! - revisions[0]! + 1;
  for await (const event of store.readStream(stream, { from: revisions[0]!, maxCount })) {
    if (wanted.has(event.revision)) events.push(event);
  }
  return events;
}

/** @returns false when it failed again; that is noted */
async function tryApply(client: PoolClient, decode: Decode, build: Build, stored: StoredEvent): Promise<boolean> {
  const [decoded] = await decodeAll([stored], decode);
  let failure = decoded!.failure;
  if (decoded!.event) {
    await client.query('SAVEPOINT retry');
    try {
      const fold = new RowFold(build.view);
      fold.apply(build.view.operations(decoded!.event));
      await build.table.write(client, fold.values());
      await client.query('RELEASE SAVEPOINT retry');
      return true;
    } catch (error) {
      // Whatever a view's function throws parks; of the database's errors only those that the data is to blame for.
      if ('severity' in (error as object) && !isDataError(error)) throw error;
      await client.query('ROLLBACK TO SAVEPOINT retry');
      failure = error;
    }
  }
  const { errorClass, message } = describeFailure(failure);
  await client.query(
    `UPDATE projection_parked SET attempts = attempts + 1, error_class = $4, error_message = $5
      WHERE build_id = $1 AND stream = $2 AND revision = $3`,
    [build.id, stored.stream, stored.revision, errorClass, message],
  );
  return false;
}

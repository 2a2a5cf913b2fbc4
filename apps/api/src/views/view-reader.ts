import type { AsOf } from '#as-of';
import { dateOf, forbidden, formatPosition, rootUnitId, type Actor, type LocalDate, type Role } from '#kernel';
import { badParameter } from '#platform/http';
import { currentPosition, mainGroup, type AnyViewQuery, type Sql } from '#projections';
import { createHash } from 'node:crypto';
import type { CustomTypesConfig, PoolClient } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { todayAsOf, type AsOfLayer } from '../history/as-of-layer.js';
import { asDeclared, rowTypes, totalTypes } from './column-types.js';
import { cursorOf, parseCursor } from './cursor.js';
import type { ViewRequest } from './view-parameters.js';
import { allRowsSql, pageSql, totalsSql, type Asked, type Scope } from './view-sql.js';

export type Row = Record<string, unknown>;

export interface Page {
  readonly view: string;
  readonly rows: readonly Row[];
  /** `after` of the next page; null on the last. */
  readonly next: string | null;
  /** Over all rows that match, on the first page only: the same figures would be counted again for every page. */
  readonly totals?: Row;
  /** All events up to here are in the answer; null: none yet. */
  readonly asOfPosition: string | null;
  /** Of an answer as of a date. `leftOut`: events that contradict those before them, as of these dates. */
  readonly asOf?: AsOf & { readonly leftOut: number };
}

export interface Snapshot {
  readonly client: PoolClient;
  /** Every live view holds all events up to here; null: none yet. */
  readonly position: string | null;
  /** Changes whenever any view's rows can have changed. */
  readonly version: string;
  readonly scope: Scope;
  readonly role: Role;
}

const pageTimeoutMs = 30_000;
/** Of one statement, and of one batch of rows of a file or a paper. */
export const fileTimeoutMs = 600_000;
const fetchedAtOnce = 2_000;

/** Answers the contexts' queries, each from one snapshot of the database and within the reader's subtree. */
export class ViewReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly now: () => Date,
    private readonly layer: AsOfLayer,
  ) {}

  /** @returns undefined when the reader has this answer already (`known` is its tag). */
  async page(
    query: AnyViewQuery,
    request: ViewRequest,
    actor: Actor,
    known: string | undefined,
  ): Promise<{ readonly tag: string; readonly page: Page } | { readonly tag: string; readonly page: undefined }> {
    const after = request.after === undefined ? undefined : parseCursor(query, request.after);
    return this.snapshot(actor, request.asOf, async (snapshot) => {
      const asked = this.asked(query, request, snapshot);
      const tag = tagOf(asked, request, snapshot);
      if (tag === known) return { tag, page: undefined };
      const leftOut = await this.layAsOf(asked, request, actor, snapshot.client);
      const rows = await run(snapshot.client, pageSql(asked, after, request.limit), rowTypes);
      const hasMore = rows.length > request.limit;
      if (hasMore) rows.pop();
      rows.forEach(asDeclared(query));
      const totals = after ? undefined : await run(snapshot.client, totalsSql(asked), totalTypes);
      const page: Page = {
        view: query.name,
        rows,
        next: hasMore ? cursorOf(query, rows.at(-1)!) : null,
        ...(totals ? { totals: totals[0]! } : {}),
        asOfPosition: snapshot.position,
        ...(request.asOf ? { asOf: { ...request.asOf, leftOut } } : {}),
      };
      return { tag, page };
    });
  }

  /** Every row that matches, in batches. The snapshot lasts as long as the reader takes. */
  async *allRows(query: AnyViewQuery, request: ViewRequest, actor: Actor): AsyncGenerator<readonly Row[]> {
    const runner = this.dataSource.createQueryRunner();
    let client: PoolClient | undefined;
    try {
      client = (await runner.connect()) as PoolClient;
      const snapshot = await begin(runner, client, actor, fileTimeoutMs, request.asOf);
      const asked = this.asked(query, request, snapshot);
      await this.layAsOf(asked, request, actor, client);
      yield* rowsOf(client, asked);
      await client.query('ROLLBACK');
    } finally {
      await end(runner, client);
    }
  }

  /** One snapshot, of which nothing stays: what is laid over the views goes with the transaction. */
  async snapshot<T>(
    actor: Actor,
    asOf: AsOf | undefined,
    work: (snapshot: Snapshot) => Promise<T>,
    timeoutMs = pageTimeoutMs,
  ): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    let client: PoolClient | undefined;
    try {
      client = (await runner.connect()) as PoolClient;
      const result = await work(await begin(runner, client, actor, timeoutMs, asOf));
      await client.query('ROLLBACK');
      return result;
    } finally {
      await end(runner, client);
    }
  }

  /** @throws RequestError when the views are asked as known on a day that has not come; DomainError for other roles */
  asked(query: AnyViewQuery, { asOf = {}, parameters }: ViewRequest, { role, scope }: Snapshot): Asked {
    if (query.roles && !query.roles.includes(role)) {
      throw forbidden('views.role-not-allowed', { view: query.name, role, allowed: query.roles });
    }
    const today = this.today();
    if (asOf.knownOn !== undefined && asOf.knownOn > today) {
      throw badParameter('knownOn', 'in-future', 'knownOn must not lie in the future');
    }
    return { query, parameters, context: { today: todayAsOf(asOf, today), role }, scope };
  }

  today(): LocalDate {
    return dateOf(this.now().toISOString());
  }

  private async layAsOf(asked: Asked, { asOf }: ViewRequest, actor: Actor, client: PoolClient): Promise<number> {
    if (!asOf) return 0;
    return this.layer.lay(client, asked.query, asked.parameters, actor.unitId, asOf, this.today());
  }
}

/** Every row that matches, in batches; one list at a time within a snapshot. */
export async function* rowsOf(client: PoolClient, asked: Asked): AsyncGenerator<readonly Row[]> {
  const { text, values } = allRowsSql(asked);
  await client.query(`DECLARE file NO SCROLL CURSOR FOR ${text}`, values);
  for (;;) {
    const { rows } = await client.query<Row>({ text: `FETCH ${fetchedAtOnce} FROM file`, types: rowTypes });
    rows.forEach(asDeclared(asked.query));
    if (rows.length > 0) yield rows;
    if (rows.length < fetchedAtOnce) break;
  }
  await client.query('CLOSE file');
}

/** Back to the pool with no transaction open, whatever happened. */
async function end(runner: QueryRunner, client: PoolClient | undefined): Promise<void> {
  try {
    if (client && client.getTransactionStatus() !== 'I') await client.query('ROLLBACK');
  } finally {
    await runner.release();
  }
}

/** The gate is taken before the snapshot, so that no view is switched to another build under it. */
async function begin(
  runner: QueryRunner,
  client: PoolClient,
  actor: Actor,
  timeoutMs: number,
  asOf: AsOf | undefined,
): Promise<Snapshot> {
  // PostgreSQL makes no temporary tables in a transaction that only reads.
  await client.query(
    `BEGIN ISOLATION LEVEL REPEATABLE READ ${asOf ? '' : 'READ ONLY'};
     LOCK TABLE live_gate IN ACCESS SHARE MODE;
     SET LOCAL statement_timeout = ${timeoutMs};
     SET LOCAL work_mem = '32MB'`,
  );
  const isRoot = actor.unitId === rootUnitId;
  const { rows } = await client.query<{ path: string | null; layout: string | null }>(
    `SELECT ${isRoot ? '$1::text' : '(SELECT path FROM unit_directory WHERE unit_id = $1::uuid)'} AS path,
            (SELECT layout FROM projection_group WHERE name = $2) AS layout`,
    [actor.unitId, mainGroup],
  );
  const { layout, path } = rows[0]!;
  // An empty answer would say that there is nothing below the unit, which nobody knows yet.
  if (path === null) throw forbidden('views.unit-unknown', { unitId: actor.unitId });
  const current = await currentPosition(runner);
  const position = current ? formatPosition(current) : null;
  return { client, position, version: `${position} ${layout}`, scope: isRoot ? undefined : path, role: actor.role };
}

export async function run(client: PoolClient, { text, values }: Sql, types: CustomTypesConfig): Promise<Row[]> {
  return (await client.query<Row>({ text, values, types })).rows;
}

/** Weak: the same rows, perhaps not the same bytes. */
function tagOf({ context, parameters, query, scope }: Asked, request: ViewRequest, { version }: Snapshot): string {
  const { after, asOf, limit } = request;
  const facts = JSON.stringify([query.name, parameters, after, limit, asOf, scope, context.today, version]);
  return `W/"${createHash('sha256').update(facts).digest('base64url').slice(0, 22)}"`;
}

import type { RecordedEvent } from '#kernel';
import type { PoolClient } from 'pg';
import type { Build } from './builds.js';
import { mainGroup } from './positions.js';
import { foldAll, keyOf, keysJson, keysSql, wantedBy, writeAll, type TouchedRow } from './preview.js';
import { snakeCase, ViewTable } from './view-table.js';
import type { AnyView, Row } from './view.js';

/** What was rehearsed, and what happened since. */
export interface Applied {
  /** Rows of the rehearsal, of the views that are not mere indexes of events. */
  readonly rows: readonly TouchedRow[];
  /** Every event after the rehearsal's position up to that of the caller's snapshot, in order. */
  readonly events: readonly RecordedEvent[];
  /** Tells the events that were rehearsed from those of others. */
  readonly isRehearsed: (event: RecordedEvent) => boolean;
}

export interface RowMismatch {
  readonly expected: Row | null;
  readonly live: Row | null;
}

export interface AppliedView {
  readonly view: string;
  /** Rows that the events touched. */
  readonly touched: number;
  /** Of the rows rehearsed, those that are now exactly as rehearsed. The others were changed again by somebody else. */
  readonly asRehearsed: number;
  readonly rehearsed: number;
  /** Rows that are not what the rehearsed rows and all events since make of them. Empty: verified. */
  readonly wrong: readonly RowMismatch[];
  /** Rows that the events touched and the rehearsal did not name, or the reverse. */
  readonly unforeseen: number;
}

const shown = 20;

/**
 * Holds the live rows against the rehearsal: each row before, folded with all events since, must be the live row; and
 * the events must have touched exactly the rows that the rehearsal named. The caller's transaction is rolled back.
 * @throws PreviewRefusedError
 */
export async function checkApplied(
  client: PoolClient,
  views: readonly AnyView[],
  { rows, events, isRehearsed }: Applied,
  group = mainGroup,
): Promise<AppliedView[]> {
  const ours = events.filter(isRehearsed);
  const checked: AppliedView[] = [];
  for (const { build } of await wantedBy(client, group, views, ours)) {
    const wanted = events.filter(({ type }) => build.wants(type));
    const stored = rows.filter(({ view }) => view === build.view.name);
    const checkedView = await checkView(client, build, stored, wanted, isRehearsed);
    if (checkedView) checked.push(checkedView);
  }
  return checked;
}

async function checkView(
  client: PoolClient,
  build: Build,
  stored: readonly TouchedRow[],
  events: readonly RecordedEvent[],
  isRehearsed: Applied['isRehearsed'],
): Promise<AppliedView | undefined> {
  const { view } = build;
  const keys = foldAll(build, events.filter(isRehearsed)).map(keyOf(view));
  if (keys.length === 0 && stored.length === 0) return undefined;
  const texts = new Set(keys.map((key) => view.keyText(key)));
  const expected = new ViewTable(view, `${view.name}__expected`, 'pg_temp');
  await seed(client, expected, stored);
  await writeAll(expected, client, foldAll(build, events, texts), false);
  const isIndex = view.eventTypes === undefined;
  const foreseen = new Set(stored.filter(({ follows }) => !follows).map((row) => view.keyText(camelKey(view, row))));
  return {
    view: view.name,
    touched: keys.length,
    rehearsed: stored.length,
    asRehearsed: await countAsRehearsed(client, view, stored),
    wrong: await mismatches(client, expected, keys),
    unforeseen: isIndex ? 0 : notIn(texts, foreseen) + notIn(foreseen, texts),
  };
}

const notIn = (some: ReadonlySet<string>, others: ReadonlySet<string>): number =>
  [...some].filter((text) => !others.has(text)).length;

async function seed(client: PoolClient, table: ViewTable, stored: readonly TouchedRow[]): Promise<void> {
  await table.create(client);
  await table.createKey(client);
  const before = stored.filter(({ before, follows }) => before !== null && !follows).map(({ before }) => before);
  await client.query(
    `INSERT INTO ${table.name} SELECT * FROM jsonb_populate_recordset(null::${table.name}, $1::jsonb)`,
    [JSON.stringify(before)],
  );
}

/** Without derived columns: those follow from rows that others may have changed. */
async function mismatches(client: PoolClient, expected: ViewTable, keys: readonly Row[]): Promise<RowMismatch[]> {
  const { view } = expected;
  const using = view.key.map((name) => `"${snakeCase(name)}"`).join(', ');
  const derived = Object.keys(view.derive?.columns ?? {}).map(snakeCase);
  const { rows } = await client.query<RowMismatch>(
    `SELECT to_jsonb(e) - $2::text[] AS expected, to_jsonb(l) - $2::text[] AS live
       FROM ${keysSql(view, expected)}
       LEFT JOIN ${expected.name} AS e USING (${using}) LEFT JOIN live."${view.name}" AS l USING (${using})
      WHERE to_jsonb(e) - $2::text[] IS DISTINCT FROM to_jsonb(l) - $2::text[] LIMIT ${shown}`,
    [keysJson(keys), derived],
  );
  return rows;
}

async function countAsRehearsed(client: PoolClient, view: AnyView, stored: readonly TouchedRow[]): Promise<number> {
  const key = view.key.map((name) => `"${snakeCase(name)}"`);
  const { rows } = await client.query<{ same: string }>(
    `SELECT count(*) AS same
       FROM jsonb_to_recordset($1::jsonb) AS r(key jsonb, after jsonb)
       LEFT JOIN LATERAL (
         SELECT to_jsonb(l) AS live FROM live."${view.name}" AS l,
                jsonb_populate_record(null::live."${view.name}", r.key) AS k
          WHERE (${key.map((name) => `l.${name}`).join(', ')}) = (${key.map((name) => `k.${name}`).join(', ')})
       ) AS found ON true
      WHERE found.live IS NOT DISTINCT FROM nullif(r.after, 'null')`,
    [JSON.stringify(stored.map(({ before, after }) => ({ key: after ?? before, after })))],
  );
  return Number(rows[0]!.same);
}

function camelKey(view: AnyView, { before, after }: TouchedRow): Row {
  const row = (after ?? before)!;
  return Object.fromEntries(view.key.map((name) => [name, row[snakeCase(name)]]));
}

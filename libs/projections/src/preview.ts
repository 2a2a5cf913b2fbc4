import type { RecordedEvent } from '#kernel';
import type { PoolClient } from 'pg';
import { RowFold, type Effect } from './fold.js';
import { loadLiveBuilds } from './live-builds.js';
import { mainGroup } from './positions.js';
import { snakeCase, ViewTable } from './view-table.js';
import type { Build } from './builds.js';
import type { AnyView, Row } from './view.js';

/** A row as PostgreSQL shows it: columns in snake_case, null when there is none. */
export interface TouchedRow {
  readonly view: string;
  readonly before: Row | null;
  readonly after: Row | null;
  /** No event names it; its derived columns follow from other rows. */
  readonly follows: boolean;
}

/** The views can't say what the events would do; `view` is the first of them. */
export class PreviewRefusedError extends Error {
  override readonly name = 'PreviewRefusedError';

  constructor(
    /** `rebuilding`: its new version is not live yet. `parked`: its rows of a stream wait. `conflict`: it would park. */
    readonly code: 'rebuilding' | 'parked' | 'conflict',
    readonly view: string,
    message: string,
  ) {
    super(message);
  }
}

export interface PreviewOptions {
  /** Lays the rows after over the live ones: the views' plain names then mean what they would say. */
  readonly shadow?: boolean;
  readonly group?: string;
}

/**
 * What events that nobody has written would do to the live rows: every row they touch, before and after, and rows whose
 * derived columns follow. Works on copies in `pg_temp` with the statements of the live path, so that PostgreSQL's own
 * arithmetic and rules count; takes no lock that the runner meets.
 *
 * The caller opens the transaction (REPEATABLE READ, `live_gate` locked) and rolls it back.
 * @throws PreviewRefusedError
 */
export async function previewEvents(
  client: PoolClient,
  views: readonly AnyView[],
  events: readonly RecordedEvent[],
  { shadow = false, group = mainGroup }: PreviewOptions = {},
): Promise<TouchedRow[]> {
  const rows: TouchedRow[] = [];
  for (const { build, wanted } of await wantedBy(client, group, views, events)) {
    const copy = new TouchedCopy(client, build.view);
    const effects = foldAll(build, wanted);
    if (effects.length === 0) continue;
    await copy.fill(effects.map(keyOf(build.view)));
    await writeAll(copy.after, client, effects);
    rows.push(...(await copy.compare()));
    if (shadow) await copy.shadow();
  }
  return rows;
}

/** Live builds that want some of the events. @throws PreviewRefusedError */
export async function wantedBy(
  client: PoolClient,
  group: string,
  views: readonly AnyView[],
  events: readonly RecordedEvent[],
): Promise<{ readonly build: Build; readonly wanted: readonly RecordedEvent[] }[]> {
  const wants = ({ eventTypes }: AnyView) => {
    const types = eventTypes && new Set(eventTypes);
    return events.filter(({ type }) => types?.has(type) ?? true);
  };
  const concerned = views.filter((view) => wants(view).length > 0);
  const { live, outdated } = await loadLiveBuilds(client, group, concerned);
  if (outdated[0]) {
    const { name } = outdated[0];
    throw new PreviewRefusedError('rebuilding', name, `view ${name} is being built: try again when it is live`);
  }
  return live.map((build) => {
    const wanted = wants(build.view);
    const waiting = wanted.find(({ stream }) => build.blocked.has(stream));
    if (waiting) {
      throw new PreviewRefusedError('parked', build.view.name, `events of ${waiting.stream} are parked`);
    }
    return { build, wanted };
  });
}

/** @throws PreviewRefusedError */
export function foldAll(
  build: Build,
  events: readonly RecordedEvent[],
  only?: { has(key: string): boolean },
): Effect[] {
  const fold = new RowFold(build.view, false, only);
  for (const event of events) {
    if (build.discarded.has(`${event.stream}@${event.revision}`)) continue;
    try {
      fold.apply(build.view.operations(event));
    } catch (error) {
      throw conflict(build.view, error);
    }
  }
  return [...fold.values()];
}

/** @throws PreviewRefusedError */
export async function writeAll(table: ViewTable, client: PoolClient, effects: readonly Effect[], derive = true) {
  try {
    await table.write(client, effects, { derive });
  } catch (error) {
    throw conflict(table.view, error);
  }
}

const conflict = (view: AnyView, error: unknown) =>
  new PreviewRefusedError('conflict', view.name, error instanceof Error ? error.message : String(error));

export const keyOf =
  (view: AnyView) =>
  (effect: Effect): Row => {
    const row = 'row' in effect ? effect.row : effect.key;
    return Object.fromEntries(view.key.map((name) => [name, row[name]]));
  };

/** `json_to_recordset` over the keys in `$1`. */
export const keysSql = ({ key }: AnyView, table: ViewTable): string =>
  `json_to_recordset($1::json) AS k(${key.map((name) => `"${snakeCase(name)}" ${table.typeOf(name)}`).join(', ')})`;

export const keysJson = (keys: readonly Row[]): string =>
  JSON.stringify(
    keys.map((key) => Object.fromEntries(Object.entries(key).map(([name, value]) => [snakeCase(name), value]))),
  );

/** The touched rows of one view, copied. A view with derived columns is copied whole: any of its rows may follow. */
class TouchedCopy {
  readonly after: ViewTable;
  private readonly live: string;
  private readonly touched: string;
  private readonly using: string;

  constructor(
    private readonly client: PoolClient,
    private readonly view: AnyView,
  ) {
    this.after = new ViewTable(view, `${view.name}__after`, 'pg_temp');
    this.live = `live."${view.name}"`;
    this.touched = `pg_temp."${view.name}__touched"`;
    this.using = view.key.map((name) => `"${snakeCase(name)}"`).join(', ');
  }

  async fill(keys: readonly Row[]): Promise<void> {
    await this.after.create(this.client);
    await this.after.createKey(this.client);
    await this.client.query(`CREATE TABLE ${this.touched} AS SELECT k.* FROM ${keysSql(this.view, this.after)}`, [
      keysJson(keys),
    ]);
    await this.client.query(`ANALYZE ${this.touched}`);
    const from = this.view.derive ? this.live : this.touchedOf(this.live);
    await this.client.query(`INSERT INTO ${this.after.name} SELECT * FROM ${from} AS l`);
  }

  async compare(): Promise<TouchedRow[]> {
    const before = this.view.derive ? this.live : this.touchedOf(this.live);
    const { rows } = await this.client.query<Omit<TouchedRow, 'view'>>(
      `SELECT to_jsonb(b) AS before, to_jsonb(a) AS after, t IS NULL AS follows
         FROM ${before} AS b FULL JOIN ${this.after.name} AS a USING (${this.using})
         LEFT JOIN ${this.touched} AS t USING (${this.using})
        WHERE b::text IS DISTINCT FROM a::text OR t IS NOT NULL ORDER BY ${this.using}`,
    );
    return rows.map((row) => ({ view: this.view.name, ...row }));
  }

  async shadow(): Promise<void> {
    const untouched = this.view.derive
      ? ''
      : `SELECT l.* FROM ${this.live} l
          WHERE NOT EXISTS (SELECT FROM ${this.touched} k WHERE (${this.columns('k')}) = (${this.columns('l')}))
         UNION ALL `;
    await this.client.query(`CREATE VIEW pg_temp."${this.view.name}" AS ${untouched}SELECT * FROM ${this.after.name}`);
  }

  private touchedOf(table: string): string {
    return `(SELECT l.* FROM ${table} l JOIN ${this.touched} USING (${this.using}))`;
  }

  private columns(alias: string): string {
    return this.view.key.map((name) => `${alias}."${snakeCase(name)}"`).join(', ');
  }
}

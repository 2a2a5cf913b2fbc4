import type { ClientBase } from 'pg';
import { RowConflictError } from './in-memory-table.js';
import type { Effect } from './fold.js';
import type { AnyView, Column, Row } from './view.js';

export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** The column in the table. */
const col = (name: string): string => quoted(snakeCase(name));

export const columnsOf = (view: AnyView): [string, Column][] =>
  Object.entries(view.columns as Readonly<Record<string, Column>>);

/** Columns as declared, as one text: two builds of one version must have the same. */
export function shapeOf(view: AnyView): string {
  const columns = columnsOf(view).map(([name, { type, isKey, isNullable }]) => {
    return `${snakeCase(name)} ${type}${isKey ? ' key' : isNullable ? '' : ' not null'}`;
  });
  const derived = Object.entries(view.derive?.columns ?? {}).map(
    ([name, type]) => `${snakeCase(name)} ${type} derived`,
  );
  return [...columns, ...derived].join(', ');
}

/** One physical table of a view: its DDL and the statements that write effects, each for many rows at once. */
export class ViewTable {
  /** With schema, quoted. */
  readonly name: string;
  private readonly columns: readonly string[];
  private readonly key: string;

  constructor(
    readonly view: AnyView,
    private readonly plainName: string,
    /** `pg_temp`: of this session only, and found before the live view of the same name. */
    schema: 'views' | 'pg_temp' = 'views',
  ) {
    this.name = `${schema}.${quoted(plainName)}`;
    this.columns = columnsOf(view).map(([name]) => name);
    this.key = view.key.map(col).join(', ');
  }

  /** Without key and indexes: rows that come sorted out already are copied faster so. */
  async create(client: ClientBase): Promise<void> {
    const columns = columnsOf(this.view).map(([name, { type, isNullable }]) => {
      return `${col(name)} ${type}${isNullable ? '' : ' NOT NULL'}`;
    });
    const derived = Object.entries(this.view.derive?.columns ?? {}).map(([name, type]) => `${col(name)} ${type}`);
    await client.query(`CREATE TABLE ${this.name} (${[...columns, ...derived].join(', ')})`);
  }

  async createKey(client: ClientBase): Promise<void> {
    const present = await client.query(`SELECT 1 FROM pg_index WHERE indrelid = $1::regclass AND indisprimary`, [
      this.name,
    ]);
    if (present.rowCount === 0) await client.query(`ALTER TABLE ${this.name} ADD PRIMARY KEY (${this.key})`);
  }

  async createIndexes(client: ClientBase): Promise<void> {
    for (const [number, columns] of this.view.indexes.entries()) {
      const name = quoted(`${this.plainName}__i${number + 1}`);
      await client.query(`CREATE INDEX IF NOT EXISTS ${name} ON ${this.name} (${columns.map(col).join(', ')})`);
    }
  }

  async drop(client: ClientBase): Promise<void> {
    await client.query(`DROP TABLE IF EXISTS ${this.name}`);
  }

  /** Points the view's plain name at this table. `sameShape`: what others built upon the name stays. */
  async goLive(client: ClientBase, sameShape = false): Promise<void> {
    const live = `live.${quoted(this.view.name)}`;
    if (!sameShape) await client.query(`DROP VIEW IF EXISTS ${live}`);
    await client.query(`CREATE OR REPLACE VIEW ${live} AS SELECT * FROM ${this.name}`);
  }

  /**
   * Writes effects, one statement per kind.
   *
   * @throws RowConflictError when a row is not as an operation expected it; the caller rolls back
   */
  async write(client: ClientBase, effects: Iterable<Effect>, { derive } = { derive: true }): Promise<void> {
    const groups = new Map<string, Effect[]>();
    const touched: Row[] = [];
    for (const effect of effects) {
      const group = `${effect.then} ${effect.expect} ${signature(effect)}`;
      const list = groups.get(group);
      if (list) list.push(effect);
      else groups.set(group, [effect]);
      if (derive && this.view.derive && this.touches(effect)) touched.push('row' in effect ? effect.row : effect.key);
    }
    for (const group of groups.values()) await this.writeGroup(client, group);
    if (touched.length > 0) await this.derive(client, touched);
  }

  /** Recomputes derived columns around these rows; of every row when left out. */
  async derive(client: ClientBase, touched?: readonly Row[]): Promise<void> {
    const { derive } = this.view;
    if (!derive) return;
    const keys = touched?.map((row) =>
      Object.fromEntries(this.view.key.map((name) => [snakeCase(name), row[name]] as const)),
    );
    const sql = derive.sql.replaceAll('{table}', this.name);
    await client.query(sql, sql.includes('$1') ? [keys ? JSON.stringify(keys) : null] : []);
  }

  private touches(effect: Effect): boolean {
    if (effect.then !== 'change') return true;
    return (
      effect.expect === 'any' || this.view.derive!.dependsOn.some((name) => name in effect.set || name in effect.add)
    );
  }

  private writeGroup(client: ClientBase, group: readonly Effect[]): Promise<void> {
    const [first] = group;
    const rows = JSON.stringify(group.map(record));
    if (first!.then === 'change') {
      const sets = Object.keys(first!.set);
      const adds = Object.keys(first!.add);
      return first!.expect === 'any'
        ? this.grow(client, rows, sets, adds)
        : this.update(client, rows, sets, adds, group.length);
    }
    if (first!.then === 'gone') return this.remove(client, rows, first!.expect, group.length);
    if (first!.expect === 'present') {
      const rest = this.columns.filter((name) => !this.view.key.includes(name));
      return this.update(client, rows, rest, [], group.length);
    }
    return this.put(client, rows, first!.expect === 'any');
  }

  private async put(client: ClientBase, rows: string, overwrite: boolean): Promise<void> {
    const all = this.columns.map(col).join(', ');
    const rest = this.columns.filter((name) => !this.view.key.includes(name));
    const onConflict = !overwrite
      ? ''
      : rest.length === 0
        ? `ON CONFLICT (${this.key}) DO NOTHING`
        : `ON CONFLICT (${this.key}) DO UPDATE SET ${rest.map((name) => `${col(name)} = excluded.${col(name)}`).join(', ')}`;
    const values = this.columns.map((name) => `r.${quoted(name)}`).join(', ');
    try {
      await client.query(
        `INSERT INTO ${this.name} (${all}) SELECT ${values} FROM ${this.recordset(this.columns)} ${onConflict}`,
        [rows],
      );
    } catch (error) {
      if ((error as { code?: string }).code !== '23505') throw error;
      throw new RowConflictError(`${this.view.name}: a row to insert exists`, { cause: error });
    }
  }

  private async grow(client: ClientBase, rows: string, sets: string[], adds: string[]): Promise<void> {
    const zeroes = this.view.zeroes!;
    const values = this.columns.map((name) => {
      if (this.view.key.includes(name) || sets.includes(name)) return `r.${quoted(name)}`;
      if (adds.includes(name)) return `r.${quoted(`+${name}`)}`;
      return zeroes[name] === null ? 'NULL' : '0';
    });
    const changes = [
      ...sets.map((name) => `${col(name)} = excluded.${col(name)}`),
      ...adds.map((name) => `${col(name)} = coalesce(t.${col(name)}, 0) + excluded.${col(name)}`),
    ];
    const onConflict = changes.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${changes.join(', ')}`;
    await client.query(
      `INSERT INTO ${this.name} AS t (${this.columns.map(col).join(', ')})
       SELECT ${values.join(', ')} FROM ${this.recordset([...this.view.key, ...sets], adds)}
       ON CONFLICT (${this.key}) ${onConflict}`,
      [rows],
    );
  }

  private async update(
    client: ClientBase,
    rows: string,
    sets: readonly string[],
    adds: readonly string[],
    expected: number,
  ): Promise<void> {
    const changes = [
      ...sets.map((name) => `${col(name)} = r.${quoted(name)}`),
      ...adds.map((name) => `${col(name)} = coalesce(t.${col(name)}, 0) + r.${quoted(`+${name}`)}`),
    ];
    // Nothing to change, but the rows must be there.
    if (changes.length === 0) changes.push(...this.view.key.map((name) => `${col(name)} = t.${col(name)}`));
    const result = await client.query(
      `UPDATE ${this.name} t SET ${changes.join(', ')} FROM ${this.recordset([...this.view.key, ...sets], adds)}
        WHERE ${this.sameKey()}`,
      [rows],
    );
    this.expectCount(result.rowCount, expected, 'to change');
  }

  private async remove(client: ClientBase, rows: string, expect: string, expected: number): Promise<void> {
    const from = this.recordset(this.view.key);
    if (expect === 'absent') {
      const present = await client.query(`SELECT 1 FROM ${this.name} t, ${from} WHERE ${this.sameKey()} LIMIT 1`, [
        rows,
      ]);
      this.expectCount(present.rowCount, 0, 'that must not exist');
      return;
    }
    const result = await client.query(`DELETE FROM ${this.name} t USING ${from} WHERE ${this.sameKey()}`, [rows]);
    if (expect === 'present') this.expectCount(result.rowCount, expected, 'to delete');
  }

  typeOf(column: string): string {
    return (this.view.columns as Readonly<Record<string, Column>>)[column]!.type;
  }

  private sameKey(): string {
    return this.view.key.map((name) => `t.${col(name)} = r.${quoted(name)}`).join(' AND ');
  }

  /** JSON takes every column type, arrays and documents too; as fast as unnest from 50 rows on (measured 2026-11-22). */
  private recordset(names: readonly string[], adds: readonly string[] = []): string {
    const typed = [
      ...names.map((name) => `${quoted(name)} ${this.typeOf(name)}`),
      ...adds.map((name) => `${quoted(`+${name}`)} ${this.typeOf(name)}`),
    ];
    return `json_to_recordset($1::json) AS r(${typed.join(', ')})`;
  }

  private expectCount(count: number | null, expected: number, what: string): void {
    if (count === expected) return;
    throw new RowConflictError(`${this.view.name}: ${count} of ${expected} rows ${what}`);
  }
}

const signature = (effect: Effect): string =>
  effect.then === 'change' ? `${Object.keys(effect.set).sort().join()} ${Object.keys(effect.add).sort().join()}` : '';

function record(effect: Effect): Row {
  if (effect.then === 'row') return effect.row;
  if (effect.then === 'gone') return effect.key;
  const all: Record<string, unknown> = { ...effect.key, ...effect.set };
  for (const name in effect.add) all[`+${name}`] = effect.add[name];
  return all;
}

import type { AnyEventDefinition, RecordedEvent } from '#kernel';
import { checkValue } from './column-values.js';

export type ColumnType =
  'uuid' | 'text' | 'integer' | 'bigint' | 'numeric' | 'boolean' | 'date' | 'timestamptz' | 'jsonb' | 'text[]';

export interface Column<Value = unknown, IsKey extends boolean = boolean> {
  readonly type: ColumnType;
  readonly isKey: IsKey;
  readonly isNullable: boolean;
  /** Only carries the type. */
  readonly value?: Value;
}

interface ColumnBuilder<Value> extends Column<Value, false> {
  /** Part of the primary key. */
  key(): Column<Value, true>;
  nullable(): Column<Value | null, false>;
}

const column = <Value>(type: ColumnType): ColumnBuilder<Value> => ({
  type,
  isKey: false,
  isNullable: false,
  key: () => ({ type, isKey: true, isNullable: false }),
  nullable: () => ({ type, isKey: false, isNullable: true }),
});

export const uuid = () => column<string>('uuid');
export const text = () => column<string>('text');
export const integer = () => column<number>('integer');
/** Decimal text, so that no digit is lost. */
export const bigint = () => column<string>('bigint');
export const numeric = () => column<number>('numeric');
export const boolean = () => column<boolean>('boolean');
/** ISO date. */
export const date = () => column<string>('date');
/** ISO instant. */
export const timestamp = () => column<string>('timestamptz');
export const jsonb = <Value = unknown>() => column<Value>('jsonb');
export const textArray = () => column<readonly string[]>('text[]');

export type Columns = Readonly<Record<string, Column>>;
type ValueOf<C> = C extends Column<infer Value> ? Value : never;

/** A whole row: every column in camelCase; the table has the same names in snake_case. */
export type RowOf<Cs extends Columns> = { readonly [Name in keyof Cs]: ValueOf<Cs[Name]> };
/** The primary key of a row. */
export type KeyOf<Cs extends Columns> = {
  readonly [Name in keyof Cs as Cs[Name] extends Column<unknown, true> ? Name : never]: ValueOf<Cs[Name]>;
};
type ChangesOf<Cs extends Columns> = {
  readonly [Name in keyof Cs as Cs[Name] extends Column<unknown, true> ? never : Name]?: ValueOf<Cs[Name]>;
};
type AmountsOf<Cs extends Columns> = {
  readonly [Name in keyof Cs as ValueOf<Cs[Name]> extends number ? Name : never]?: number;
};

export type Row = Readonly<Record<string, unknown>>;

/**
 * What an event does to a table. An operation names its row by the whole key, so that operations on one key can be
 * folded in memory and two keys never touch each other.
 */
export type RowOperation =
  /** The row must not exist. */
  | { readonly kind: 'insert'; readonly row: Row }
  /** The whole row, whether it exists or not. */
  | { readonly kind: 'upsert'; readonly row: Row }
  /** Some columns of a row that must exist. */
  | { readonly kind: 'patch'; readonly key: Row; readonly set: Row }
  /**
   * Adds whole numbers to number columns (nulls count as zero). A row that does not exist starts with zeros and nulls;
   * when the table has a column that can be neither, the row must exist.
   */
  | { readonly kind: 'increment'; readonly key: Row; readonly by: Readonly<Record<string, number>> }
  /** A row that does not exist stays so. */
  | { readonly kind: 'delete'; readonly key: Row };

/** The five things a view may say, typed by its columns. Collects operations; touches nothing. */
export interface Rows<Cs extends Columns> {
  insert(row: RowOf<Cs>): void;
  upsert(row: RowOf<Cs>): void;
  patch(key: KeyOf<Cs>, set: ChangesOf<Cs>): void;
  increment(key: KeyOf<Cs>, by: AmountsOf<Cs>): void;
  delete(key: KeyOf<Cs>): void;
}

/** What a definition's events look like once recorded. */
export type RecordedOf<Definition extends AnyEventDefinition> = RecordedEvent<
  Definition['type'],
  ReturnType<Definition>['data']
>;

type Handler = (event: RecordedEvent, rows: Rows<Columns>) => void;

/**
 * A column that depends on other rows of the same table, e.g. a tree's path. `sql` runs in the transaction of each
 * batch that touched a row in `dependsOn`: `{table}` is the table, `$1` the touched keys as a JSON array of objects
 * (snake_case), or null after a rebuild, meaning every row.
 */
export interface Derivation {
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly dependsOn: readonly string[];
  readonly sql: string;
}

interface ViewOptions<Cs extends Columns> {
  /** Table name, snake_case. */
  readonly name: string;
  /** Raised whenever the same events would give other rows; the next start then builds the new version. */
  readonly version: number;
  readonly columns: Cs;
  /** Secondary indexes, each a list of columns. */
  readonly indexes?: readonly (readonly (keyof Cs & string)[])[];
  readonly derive?: Derivation;
}

/**
 * A read model: one table and, for each event type, the row operations it causes. Pure: it holds no connection, reads
 * no clock and no other table. Live writes, rebuild, repair and the dry run of a correction all come from this.
 */
export class View<Cs extends Columns = Columns> {
  readonly name: string;
  readonly version: number;
  readonly columns: Cs;
  readonly key: readonly string[];
  readonly indexes: readonly (readonly string[])[];
  readonly derive: Derivation | undefined;
  /** What a row starts with when an increment makes it, without its key; undefined: an increment makes none. */
  readonly zeroes: Row | undefined;
  private readonly handlers = new Map<string, Handler>();
  private everyHandler: Handler | undefined;

  constructor(options: ViewOptions<Cs>) {
    this.name = options.name;
    this.version = options.version;
    this.columns = options.columns;
    this.key = Object.keys(options.columns).filter((name) => options.columns[name]!.isKey);
    this.indexes = options.indexes ?? [];
    this.derive = options.derive;
    this.zeroes = zeroesOf(options.columns);
    if (this.key.length === 0) throw new TypeError(`view "${this.name}" has no key column`);
  }

  /** One text per row, equal exactly when PostgreSQL takes two keys for the same row. */
  keyText(row: Row): string {
    let text = '';
    for (const name of this.key) {
      const value = row[name];
      if (value === undefined || value === null) throw new TypeError(`${this.name}: key column "${name}" is missing`);
      // No text in PostgreSQL holds U+0000, so that it separates without doubt.
      const plain = value as string | number | boolean;
      text += `${this.columns[name]!.type === 'uuid' ? String(plain).toLowerCase() : String(plain)}\u0000`;
    }
    return text;
  }

  on<Definition extends AnyEventDefinition>(
    definition: Definition,
    handle: (event: RecordedOf<Definition>, rows: Rows<Cs>) => void,
  ): this {
    if (this.handlers.has(definition.type)) {
      throw new TypeError(`view "${this.name}" handles "${definition.type}" twice`);
    }
    this.handlers.set(definition.type, handle as Handler);
    return this;
  }

  /** For every event of every context, after the handler of its type. */
  onEvery(handle: (event: RecordedEvent, rows: Rows<Cs>) => void): this {
    this.everyHandler = handle as Handler;
    return this;
  }

  /** Stored names of the events it wants; undefined: all. */
  get eventTypes(): readonly string[] | undefined {
    return this.everyHandler ? undefined : [...this.handlers.keys()];
  }

  /** What one event does to the table, in order. @throws ColumnValueError, TypeError, or what a handler throws */
  operations(event: RecordedEvent): readonly RowOperation[] {
    const operations: RowOperation[] = [];
    const rows: Rows<Columns> = {
      insert: (row) => operations.push({ kind: 'insert', row: this.whole(row) }),
      upsert: (row) => operations.push({ kind: 'upsert', row: this.whole(row) }),
      patch: (key, set) => operations.push({ kind: 'patch', key: this.keyOnly(key), set: this.some(set) }),
      increment: (key, by) => operations.push({ kind: 'increment', key: this.keyOnly(key), by: this.wholeAmounts(by) }),
      delete: (key) => operations.push({ kind: 'delete', key: this.keyOnly(key) }),
    };
    this.handlers.get(event.type)?.(event, rows);
    this.everyHandler?.(event, rows);
    return operations;
  }

  private whole(row: Row): Row {
    for (const name in this.columns) checkValue(this.name, name, this.columns[name], row[name]);
    return row;
  }

  private some(set: Row): Row {
    for (const name in set) checkValue(this.name, name, this.columns[name], set[name]);
    return set;
  }

  private keyOnly(key: Row): Row {
    for (const name of this.key) checkValue(this.name, name, this.columns[name], key[name]);
    return key;
  }

  /** Fractions would add up differently in another split of the same events into batches. */
  private wholeAmounts(by: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> {
    for (const name in by) {
      if (!Number.isSafeInteger(by[name])) throw new TypeError(`${this.name}: "${name}" grows by whole numbers only`);
    }
    return by as Readonly<Record<string, number>>;
  }
}

const isNumber = ({ type }: Column) => type === 'integer' || type === 'bigint' || type === 'numeric';

function zeroesOf(columns: Columns): Row | undefined {
  const rest = Object.entries(columns).filter(([, { isKey }]) => !isKey);
  if (rest.some(([, column]) => !isNumber(column) && !column.isNullable)) return undefined;
  return Object.fromEntries(rest.map(([name, column]) => [name, isNumber(column) && !column.isNullable ? 0 : null]));
}

/**
 * Declares a view:
 *
 *     export const turnout = view({ name: 'turnout', version: 1, columns: { … } }).on(turnoutRecorded, (event, rows) => …);
 */
export const view = <const Cs extends Columns>(options: ViewOptions<Cs>): View<Cs> => new View(options);

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of unlike views has no other type: handlers are contravariant
export type AnyView = View<any>;

/** Stored names of all events that any of the views wants; undefined: every event. */
export function wantedTypes(views: readonly AnyView[]): readonly string[] | undefined {
  const types = views.map(({ eventTypes }) => eventTypes);
  if (types.some((each) => each === undefined)) return undefined;
  return [...new Set(types.flatMap((each) => each!))].sort();
}

import type { AnyEventDefinition, RecordedEvent } from '#kernel';

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
  /** Adds to number columns; a row that does not exist starts with zero in all of them. Every other column is a key. */
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
  private readonly handlers = new Map<string, Handler>();
  private everyHandler: Handler | undefined;

  constructor(options: ViewOptions<Cs>) {
    this.name = options.name;
    this.version = options.version;
    this.columns = options.columns;
    this.key = Object.keys(options.columns).filter((name) => options.columns[name]!.isKey);
    this.indexes = options.indexes ?? [];
    this.derive = options.derive;
    if (this.key.length === 0) throw new TypeError(`view "${this.name}" has no key column`);
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

  /** What one event does to the table, in order. */
  operations(event: RecordedEvent): readonly RowOperation[] {
    const operations: RowOperation[] = [];
    const rows: Rows<Columns> = {
      insert: (row) => operations.push({ kind: 'insert', row }),
      upsert: (row) => operations.push({ kind: 'upsert', row }),
      patch: (key, set) => operations.push({ kind: 'patch', key, set }),
      increment: (key, by) => operations.push({ kind: 'increment', key, by: by as Record<string, number> }),
      delete: (key) => operations.push({ kind: 'delete', key }),
    };
    this.handlers.get(event.type)?.(event, rows);
    this.everyHandler?.(event, rows);
    return operations;
  }
}

/**
 * Declares a view:
 *
 *     export const turnout = view({ name: 'turnout', version: 1, columns: { … } }).on(turnoutRecorded, (event, rows) => …);
 */
export const view = <const Cs extends Columns>(options: ViewOptions<Cs>): View<Cs> => new View(options);

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of unlike views has no other type: handlers are contravariant
export type AnyView = View<any>;

import { readable, RowConflictError } from './in-memory-table.js';
import type { AnyView, Row, RowOperation } from './view.js';

/**
 * Net effect of a batch on one row. `expect` is what must hold of the row before the batch: only the database knows,
 * so it is checked when the effect is written.
 */
export type Effect =
  | {
      readonly expect: Expectation;
      readonly then: 'row';
      readonly row: Row;
      /** The row was made here: no view's function holds it. */
      readonly isOwn?: true;
    }
  | { readonly expect: Expectation; readonly then: 'gone'; readonly key: Row }
  /** `any`: a row that does not exist starts at zero. `present`: it must exist. Never `absent`. */
  | {
      readonly expect: 'any' | 'present';
      readonly then: 'change';
      readonly key: Row;
      readonly set: Row;
      readonly add: Amounts;
    };

type Expectation = 'any' | 'absent' | 'present';
type Amounts = Readonly<Record<string, number>>;

/**
 * Folds row operations to one effect per row, in memory. All operations of an event count, or none: an event that
 * contradicts what the batch already knows leaves the fold as it was.
 */
export class RowFold {
  private readonly effects = new Map<string, Effect>();

  /**
   * `startsEmpty`: no row exists yet, so that every effect is known to be a whole row or nothing.
   * `only`: what happens to other keys is not kept.
   */
  constructor(
    private readonly view: AnyView,
    readonly startsEmpty = false,
    private readonly only?: { has(key: string): boolean },
  ) {}

  get size(): number {
    return this.effects.size;
  }

  values(): IterableIterator<Effect> {
    return this.effects.values();
  }

  /** @throws RowConflictError, TypeError; the fold is then unchanged */
  apply(operations: readonly RowOperation[]): void {
    if (operations.length === 1) this.run(operations[0]!, this.keyOf(operations[0]!), true);
    else if (this.neverFails(operations)) this.applySurely(operations);
    else this.applyOrGoBack(operations);
  }

  /** Growth alone contradicts nothing; it is most of what happens to a table of figures. */
  private neverFails(operations: readonly RowOperation[]): boolean {
    return this.view.zeroes !== undefined && operations.every(({ kind }) => kind === 'increment');
  }

  private applySurely(operations: readonly RowOperation[]): void {
    const keys = operations.map((operation) => this.keyOf(operation));
    for (let index = 0; index < operations.length; index++) this.run(operations[index]!, keys[index]!, true);
  }

  private applyOrGoBack(operations: readonly RowOperation[]): void {
    const before: [string, Effect | undefined][] = [];
    try {
      for (const operation of operations) {
        const key = this.keyOf(operation);
        before.push([key, this.effects.get(key)]);
        this.run(operation, key, false);
      }
    } catch (error) {
      for (const [key, effect] of before.reverse()) {
        if (effect) this.effects.set(key, effect);
        else this.effects.delete(key);
      }
      throw error;
    }
  }

  /** `inPlace`: nobody will want the row as it was before. */
  private run(operation: RowOperation, key: string, inPlace: boolean): void {
    if (this.only && !this.only.has(key)) return;
    const known = this.effects.get(key) ?? (this.startsEmpty ? nothing : undefined);
    if (inPlace && operation.kind === 'increment' && known?.then === 'row' && known.isOwn) {
      grown(known.row as Record<string, unknown>, operation.by);
      return;
    }
    this.effects.set(key, known ? this.next(known, operation, key) : this.first(operation));
  }

  private first(operation: RowOperation): Effect {
    switch (operation.kind) {
      case 'insert':
        return { expect: 'absent', then: 'row', row: operation.row };
      case 'upsert':
        return { expect: 'any', then: 'row', row: operation.row };
      case 'patch':
        return { expect: 'present', then: 'change', key: operation.key, set: operation.set, add: {} };
      case 'increment': {
        const expect = this.view.zeroes ? 'any' : 'present';
        return { expect, then: 'change', key: operation.key, set: {}, add: operation.by };
      }
      case 'delete':
        return { expect: 'any', then: 'gone', key: operation.key };
    }
  }

  private next(known: Effect, operation: RowOperation, key: string): Effect {
    const { expect } = known;
    switch (operation.kind) {
      case 'insert':
        if (known.then !== 'gone') throw new RowConflictError(`${this.view.name}: row ${readable(key)} exists`);
        return { expect, then: 'row', row: operation.row };
      case 'upsert':
        return { expect, then: 'row', row: operation.row };
      case 'patch':
        if (known.then === 'gone') throw new RowConflictError(`${this.view.name}: row ${readable(key)} does not exist`);
        return known.then === 'row'
          ? { expect, then: 'row', row: { ...known.row, ...operation.set } }
          : { ...known, set: { ...known.set, ...operation.set }, add: without(known.add, operation.set) };
      case 'increment':
        return this.increment(known, operation.key, operation.by, key);
      case 'delete':
        return { expect, then: 'gone', key: operation.key };
    }
  }

  private increment(known: Effect, rowKey: Row, by: Amounts, key: string): Effect {
    switch (known.then) {
      case 'row':
        return { expect: known.expect, then: 'row', row: grown({ ...known.row }, by), isOwn: true };
      case 'gone':
        if (!this.view.zeroes) throw new RowConflictError(`${this.view.name}: row ${readable(key)} does not exist`);
        return { expect: known.expect, then: 'row', row: grown({ ...rowKey, ...this.view.zeroes }, by), isOwn: true };
      case 'change': {
        const set: Record<string, unknown> = { ...known.set };
        const add: Record<string, number> = { ...known.add };
        for (const name in by) {
          if (name in set) set[name] = ((set[name] as number | null) ?? 0) + by[name]!;
          else add[name] = (add[name] ?? 0) + by[name]!;
        }
        return { ...known, set, add };
      }
    }
  }

  private keyOf(operation: RowOperation): string {
    return this.view.keyText(
      operation.kind === 'insert' || operation.kind === 'upsert' ? operation.row : operation.key,
    );
  }
}

const nothing: Effect = { expect: 'absent', then: 'gone', key: {} };

function grown(row: Record<string, unknown>, by: Amounts): Row {
  for (const name in by) row[name] = ((row[name] as number | null) ?? 0) + by[name]!;
  return row;
}

function without(amounts: Amounts, names: Row): Amounts {
  return Object.fromEntries(Object.entries(amounts).filter(([name]) => !(name in names)));
}

import type { RecordedEvent } from '#kernel';
import type { Column, Columns, Row, RowOf, RowOperation, View } from './view.js';

/** An operation that the table refuses: the view's own assumption about its rows was wrong. */
export class RowConflictError extends Error {
  override readonly name = 'RowConflictError';
}

/** The meaning of row operations, in memory. What PostgreSQL holds after a batch must be what this holds. */
export class InMemoryTable<Cs extends Columns> {
  private readonly rows = new Map<string, Row>();

  constructor(private readonly view: View<Cs>) {}

  apply(event: RecordedEvent): void {
    for (const operation of this.view.operations(event)) this.run(operation);
  }

  /** Rows by key order. */
  all(): RowOf<Cs>[] {
    return [...this.rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row as RowOf<Cs>);
  }

  private run(operation: RowOperation): void {
    const key = this.keyOf('row' in operation ? operation.row : operation.key);
    const present = this.rows.get(key);
    switch (operation.kind) {
      case 'insert':
        if (present) throw new RowConflictError(`${this.view.name}: row ${key} exists`);
        this.rows.set(key, operation.row);
        return;
      case 'upsert':
        this.rows.set(key, operation.row);
        return;
      case 'patch':
        if (!present) throw new RowConflictError(`${this.view.name}: row ${key} does not exist`);
        this.rows.set(key, { ...present, ...operation.set });
        return;
      case 'increment': {
        const row: Record<string, unknown> = { ...(present ?? { ...this.zeroes(), ...operation.key }) };
        for (const [name, amount] of Object.entries(operation.by)) row[name] = (row[name] as number) + amount;
        this.rows.set(key, row);
        return;
      }
      case 'delete':
        this.rows.delete(key);
    }
  }

  private keyOf(row: Row): string {
    return JSON.stringify(
      this.view.key.map((name) => {
        if (row[name] === undefined) throw new TypeError(`${this.view.name}: key column "${name}" is missing`);
        return row[name];
      }),
    );
  }

  private zeroes(): Row {
    const numbers = Object.entries(this.view.columns as Record<string, Column>).filter(([, { isKey }]) => !isKey);
    return Object.fromEntries(numbers.map(([name]) => [name, 0]));
  }
}

/** Rows of a view after some events; the heart of every view's spec. */
export function project<Cs extends Columns>(view: View<Cs>, events: Iterable<RecordedEvent>): RowOf<Cs>[] {
  const table = new InMemoryTable(view);
  for (const event of events) table.apply(event);
  return table.all();
}

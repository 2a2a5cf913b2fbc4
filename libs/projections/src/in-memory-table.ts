import type { RecordedEvent } from '#kernel';
import type { Columns, Row, RowOf, RowOperation, View } from './view.js';

/** An operation that the table refuses: the view's own assumption about its rows was wrong. */
export class RowConflictError extends Error {
  override readonly name = 'RowConflictError';
}

/** A key text ({@link View.keyText}) as it stands in messages. */
export const readable = (key: string): string => key.split('\u0000').slice(0, -1).join(' ');

/** The meaning of row operations, in memory. What PostgreSQL holds after a batch must be what this holds. */
export class InMemoryTable<Cs extends Columns> {
  private readonly rows = new Map<string, Row>();

  constructor(private readonly view: View<Cs>) {}

  /** All operations of the event, or none. @throws RowConflictError, or what the view's function throws */
  apply(event: RecordedEvent): void {
    const before = new Map<string, Row | undefined>();
    try {
      for (const operation of this.view.operations(event)) this.run(operation, before);
    } catch (error) {
      for (const [key, row] of before) {
        if (row) this.rows.set(key, row);
        else this.rows.delete(key);
      }
      throw error;
    }
  }

  /** Rows by key order. */
  all(): RowOf<Cs>[] {
    return [...this.rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row as RowOf<Cs>);
  }

  private run(operation: RowOperation, before: Map<string, Row | undefined>): void {
    const key = this.view.keyText('row' in operation ? operation.row : operation.key);
    const present = this.rows.get(key);
    if (!before.has(key)) before.set(key, present);
    switch (operation.kind) {
      case 'insert':
        if (present) throw new RowConflictError(`${this.view.name}: row ${readable(key)} exists`);
        this.rows.set(key, operation.row);
        return;
      case 'upsert':
        this.rows.set(key, operation.row);
        return;
      case 'patch':
        if (!present) throw new RowConflictError(`${this.view.name}: row ${readable(key)} does not exist`);
        this.rows.set(key, { ...present, ...operation.set });
        return;
      case 'increment': {
        if (!present && !this.view.zeroes)
          throw new RowConflictError(`${this.view.name}: row ${readable(key)} does not exist`);
        const row: Record<string, unknown> = { ...(present ?? { ...operation.key, ...this.view.zeroes }) };
        for (const [name, amount] of Object.entries(operation.by)) {
          row[name] = ((row[name] as number | null) ?? 0) + amount;
        }
        this.rows.set(key, row);
        return;
      }
      case 'delete':
        this.rows.delete(key);
    }
  }
}

/** Rows of a view after some events; the heart of every view's spec. */
export function project<Cs extends Columns>(view: View<Cs>, events: Iterable<RecordedEvent>): RowOf<Cs>[] {
  const table = new InMemoryTable(view);
  for (const event of events) table.apply(event);
  return table.all();
}

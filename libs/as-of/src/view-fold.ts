import type { RecordedEvent } from '#kernel';
import { copyRows, RowConflictError, RowFold, ViewTable, type AnyView, type Row } from '#projections';
import type { ClientBase } from 'pg';

/** With fewer rows the planner scans the table anyway. */
const rowsWorthIndexes = 500;

/**
 * The rows of one view after some events, by the view's own handlers. An event that contradicts those before it is set
 * aside, and with it the later ones of its stream: as the projector parks it.
 */
export class ViewFold {
  readonly leftOut: RecordedEvent[] = [];
  private readonly fold: RowFold;
  private readonly types: ReadonlySet<string> | undefined;
  private readonly waiting = new Set<string>();
  private readonly begun = new Set<string>();

  /** `firstOf`: the first event of a stream although it holds only later, for those that build on it. */
  constructor(
    readonly view: AnyView,
    private readonly firstOf: (stream: string) => RecordedEvent | undefined = () => undefined,
  ) {
    this.fold = new RowFold(view, true);
    this.types = view.eventTypes && new Set(view.eventTypes);
  }

  wants({ type }: RecordedEvent): boolean {
    return this.types?.has(type) ?? true;
  }

  apply(event: RecordedEvent): void {
    if (!this.wants(event)) return;
    if (this.waiting.has(event.stream)) return void this.leftOut.push(event);
    try {
      this.run(event);
    } catch {
      // What it throws is told where it is parked; here it is enough that it has no part in the rows.
      this.waiting.add(event.stream);
      this.leftOut.push(event);
    }
  }

  /** Every row that exists. */
  *rows(): Generator<Row> {
    for (const effect of this.fold.values()) if (effect.then === 'row') yield effect.row;
  }

  private run(event: RecordedEvent): void {
    if (event.revision === 0) this.begun.add(event.stream);
    try {
      this.fold.apply(this.view.operations(event));
    } catch (error) {
      const first = this.begun.has(event.stream) ? undefined : this.firstOf(event.stream);
      if (!first || !this.wants(first) || !(error instanceof RowConflictError)) throw error;
      this.run(first);
      this.fold.apply(this.view.operations(event));
    }
  }
}

/**
 * Puts the rows of each fold into a table of this session that its SQL finds before the live view of the same name: the
 * statements of a query then answer from them, unchanged. The caller opens the transaction and rolls it back.
 */
export async function layOver(client: ClientBase, folds: readonly ViewFold[]): Promise<void> {
  for (const { view, rows } of folds.map((fold) => ({ view: fold.view, rows: [...fold.rows()] }))) {
    const table = new ViewTable(view, view.name, 'pg_temp');
    await table.create(client);
    if (rows.length > 0) await copyRows(client, table, rows);
    if (rows.length >= rowsWorthIndexes || view.derive) {
      await table.createKey(client);
      await table.createIndexes(client);
    }
    if (rows.length > 0) await table.derive(client);
    await client.query(`ANALYZE ${table.name}`);
  }
}

/** Takes away what {@link layOver} laid, so that other rows can be laid in the same transaction. */
export async function takeAway(client: ClientBase, views: readonly AnyView[]): Promise<void> {
  for (const view of views) await new ViewTable(view, view.name, 'pg_temp').drop(client);
}

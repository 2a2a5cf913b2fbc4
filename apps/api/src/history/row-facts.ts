import type { ViewFold } from '#as-of';
import { streamsNamedBy } from '#contexts/history';
import { groupBy, type RecordedEvent } from '#kernel';
import type { AnyView, Row } from '#projections';

/** One row of a view's table that an event changes. */
export interface Touch {
  readonly view: string;
  readonly key: Row;
}

export interface Candidate {
  readonly event: RecordedEvent;
  readonly touches: readonly Touch[];
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Which rows of which tables each event changes. */
export function touchesOf(folds: readonly ViewFold[], events: readonly RecordedEvent[]): Candidate[] {
  return events.map((event) => {
    const wanting = folds.filter((fold) => fold.wants(event) && !fold.leftOut.includes(event));
    const touches = wanting.flatMap(({ view }) =>
      view.operations(event).map((operation) => {
        const row = 'row' in operation ? operation.row : operation.key;
        return { view: view.name, key: Object.fromEntries(view.key.map((name) => [name, row[name]])) };
      }),
    );
    return { event, touches };
  });
}

/**
 * Guesses, each wider than the one before, of the events that make one row of a query. The narrowest that gives the same
 * row when folded is the answer, so a guess that misses something is never told; the last one leaves nothing out.
 *
 * 1. Events that change a table row whose key is the row's: by columns of the same name, or, for tables keyed by one
 *    id, by any id that stands in the row (its cadre, its holder).
 * 2. With the events of the units above and of the people named: a row may show their names or their place.
 * 3. The same for rows rolled up a tree: whatever the unit.
 * 4. All.
 */
export function* guesses(
  folds: readonly ViewFold[],
  candidates: readonly Candidate[],
  row: Row,
): Generator<Set<RecordedEvent>> {
  const tables = new Map(folds.map((fold) => [fold.view.name, new Table(fold, row)]));
  const matching = (isRolledUp: boolean) =>
    candidates
      .filter(({ touches }) => touches.some(({ view, key }) => tables.get(view)!.matches(key, isRolledUp)))
      .map(({ event }) => event);
  const narrow = matching(false);
  yield new Set(narrow);
  yield withNamed(narrow, candidates);
  yield withNamed(matching(true), candidates);
  yield new Set(candidates.map(({ event }) => event));
}

/** One table of the query, seen from the row in question. */
class Table {
  private readonly view: AnyView;
  private readonly rows = new Map<string, Row>();
  private readonly ids: ReadonlySet<string>;
  private readonly sharedKey: readonly string[];
  private readonly sharedIds: readonly string[];

  constructor(
    fold: ViewFold,
    private readonly row: Row,
  ) {
    this.view = fold.view;
    for (const each of fold.rows()) this.rows.set(this.view.keyText(each), each);
    this.ids = new Set(Object.values(row).filter((value): value is string => isId(value)));
    const shared = Object.keys(this.view.columns as object).filter(
      (name) => row[name] !== undefined && row[name] !== null,
    );
    this.sharedKey = shared.filter((name) => this.view.key.includes(name));
    this.sharedIds = shared.filter((name) => isId(row[name]));
  }

  matches(key: Row, isRolledUp: boolean): boolean {
    const [only, ...others] = this.view.key.map((name) => key[name]);
    if (others.length === 0 && isId(only) && this.ids.has(only)) return true;
    const names = this.sharedKey.length > 0 ? this.sharedKey : this.sharedIds;
    const compared = isRolledUp ? names.filter((name) => name !== 'unitId') : names;
    const values = this.sharedKey.length > 0 ? key : (this.rows.get(this.view.keyText(key)) ?? key);
    return compared.every((name) => same(values[name], this.row[name]));
  }
}

const isId = (value: unknown): value is string => typeof value === 'string' && uuid.test(value);

const same = (a: unknown, b: unknown): boolean => String(a).toLowerCase() === String(b).toLowerCase();

/** With the streams of the units and people that the events name, and of those whom these name. */
function withNamed(events: readonly RecordedEvent[], candidates: readonly Candidate[]): Set<RecordedEvent> {
  const named = candidates.map(({ event }) => event).filter(({ stream }) => /^(unit|cadre)-/.test(stream));
  const byStream = groupBy(named, ({ stream }) => stream);
  const chosen = new Set(events);
  const queue = [...events];
  for (let event = queue.pop(); event; event = queue.pop()) {
    for (const stream of streamsNamedBy(event)) {
      const own = byStream.get(stream) ?? [];
      byStream.delete(stream);
      for (const each of own) {
        if (!chosen.has(each)) queue.push(each);
        chosen.add(each);
      }
    }
  }
  return chosen;
}

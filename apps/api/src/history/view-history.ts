import { mayRead } from '#contexts/history';
import { changedFields, layOver, takeAway, type AsOf, type FieldChange } from '#as-of';
import {
  comparePositions,
  formatPosition,
  notFound,
  type Actor,
  type EventRegistry,
  type Position,
  type RecordedEvent,
} from '#kernel';
import { RequestError } from '#platform/http';
import { type AnyViewQuery } from '#projections';
import type { ClientBase, PoolClient } from 'pg';
import { asDeclared, rowTypes } from '../views/column-types.js';
import { cursorOf, type KeyValues } from '../views/cursor.js';
import type { ViewRequest } from '../views/view-parameters.js';
import { run, type Row, type Snapshot, type ViewReader } from '../views/view-reader.js';
import { pageSql, rowSql, type Asked } from '../views/view-sql.js';
import { todayAsOf, type AsOfLayer } from './as-of-layer.js';
import { shown, unitOf, type ShownEvent } from './event-row.js';
import { guesses, touchesOf, type Touch } from './row-facts.js';

/** Rows compared on each side; more are asked for by a smaller unit. */
const maxComparedRows = 20_000;

export interface FactsReply {
  readonly view: string;
  readonly row: Row;
  readonly events: readonly (ShownEvent & { readonly rows: readonly Touch[] })[];
  readonly total: number;
  /** Events of units outside the reader's scope: they count and are not shown. */
  readonly outsideScope: number;
  /** Folded, exactly these events gave exactly this row. */
  readonly reproduces: boolean;
  /** `after` of the next page; null on the last. */
  readonly next: string | null;
}

export interface RowChanges {
  readonly view: string;
  readonly from: AsOf;
  readonly to: AsOf;
  readonly added: readonly Row[];
  readonly removed: readonly Row[];
  readonly changed: readonly { readonly key: Row; readonly changes: readonly FieldChange[] }[];
}

/** What stands behind a row of any view, and how its rows differ between two dates. */
export class ViewHistory {
  constructor(
    private readonly reader: ViewReader,
    private readonly layer: AsOfLayer,
    private readonly registry: EventRegistry,
  ) {}

  /** @throws DomainError `views.row-unknown`; RequestError `history.too-wide` */
  facts(
    query: AnyViewQuery,
    request: ViewRequest,
    key: KeyValues,
    actor: Actor,
    after?: Position,
  ): Promise<FactsReply> {
    return this.reader.snapshot(actor, request.asOf ?? {}, async (snapshot) => {
      const { client } = snapshot;
      const asked = this.reader.asked(query, request, snapshot);
      const asOf = request.asOf ?? {};
      const views = this.layer.viewsOf(query, asked.parameters, asked.context.today);
      if (request.asOf) {
        await this.layer.lay(client, query, asked.parameters, actor.unitId, asOf, this.reader.today());
      }
      const row = await rowOf(client, asked, key);
      if (!row) throw notFound('views.row-unknown', { view: query.name, key });
      await takeAway(client, views);

      const events = await this.layer.source.under(client, row['unitId'] as string, views, asOf.knownOn);
      const folds = this.layer.fold(views, events, asOf);
      const candidates = touchesOf(folds, this.layer.counted(events, asOf));
      let facts = new Set<RecordedEvent>();
      let reproduces = false;
      for (const guess of guesses(folds, candidates, row)) {
        if (reproduces) break;
        facts = guess;
        await layOver(
          client,
          this.layer.fold(
            views,
            events.filter((event) => guess.has(event)),
            asOf,
          ),
        );
        reproduces = sameRow(await rowOf(client, asked, key), row);
        await takeAway(client, views);
      }
      const found = candidates.filter(({ event }) => facts.has(event));
      return { view: query.name, row, reproduces, ...(await this.page(snapshot, found, request.limit, after)) };
    });
  }

  private async page(
    { client, role, scope }: Snapshot,
    found: readonly { readonly event: RecordedEvent; readonly touches: readonly Touch[] }[],
    limit: number,
    after: Position | undefined,
  ) {
    const visible = await unitsInScope(
      client,
      scope,
      found.map(({ event }) => unitOf(event)),
    );
    const mine = found.filter(
      ({ event }) => mayRead(role, event.stream) && (visible === undefined || visible.has(unitOf(event))),
    );
    const rest = after ? mine.filter(({ event }) => comparePositions(event.position, after) > 0) : mine;
    const events = rest
      .slice(0, limit)
      .map(({ event, touches }) => ({ ...shown(event, this.registry), rows: touches }));
    return {
      events,
      total: found.length,
      outsideScope: found.length - mine.length,
      next: rest.length > limit ? formatPosition(rest[limit - 1]!.event.position) : null,
    };
  }

  /** Rows of one question as of two pairs of dates; an empty pair means now. */
  changes(query: AnyViewQuery, request: ViewRequest, from: AsOf, to: AsOf, actor: Actor): Promise<RowChanges> {
    return this.reader.snapshot(actor, {}, async (snapshot) => {
      const before = await this.rowsAsOf(query, request, from, actor, snapshot);
      const after = await this.rowsAsOf(query, request, to, actor, snapshot);
      const keyOf = (row: Row) => Object.fromEntries(query.key.map((name) => [name, row[name]]));
      const changed = [...after].flatMap(([key, row]) => {
        const changes = before.has(key) ? changedFields(shownRow(before.get(key)!), shownRow(row)) : [];
        return changes.length > 0 ? [{ key: keyOf(row), changes }] : [];
      });
      const without = (rows: ReadonlyMap<string, Row>, others: ReadonlyMap<string, Row>) =>
        [...rows].filter(([key]) => !others.has(key)).map(([, row]) => row);
      return { view: query.name, from, to, added: without(after, before), removed: without(before, after), changed };
    });
  }

  private async rowsAsOf(
    query: AnyViewQuery,
    request: ViewRequest,
    asOf: AsOf,
    actor: Actor,
    snapshot: Snapshot,
  ): Promise<ReadonlyMap<string, Row>> {
    const asked = this.reader.asked(query, { ...request, asOf }, snapshot);
    const isLive = asOf.knownOn === undefined && asOf.heldOn === undefined;
    const today = this.reader.today();
    if (!isLive) await this.layer.lay(snapshot.client, query, asked.parameters, actor.unitId, asOf, today);
    const rows = await run(snapshot.client, pageSql(asked, undefined, maxComparedRows), rowTypes);
    if (rows.length > maxComparedRows) {
      throw new RequestError(422, 'history.too-many-rows', { details: { limitRows: maxComparedRows } });
    }
    rows.forEach(asDeclared(query));
    await takeAway(snapshot.client, this.layer.viewsOf(query, asked.parameters, todayAsOf(asOf, today)));
    return new Map(rows.map((row) => [cursorOf(query, row), row]));
  }
}

async function rowOf(client: PoolClient, asked: Asked, key: KeyValues): Promise<Row | undefined> {
  const [row] = await run(client, rowSql(asked, key), rowTypes);
  if (row) asDeclared(asked.query)(row);
  return row;
}

/** Dates as texts: as the reply shows them. */
const shownRow = (row: Row): unknown => JSON.parse(JSON.stringify(row));
const sameRow = (a: Row | undefined, b: Row): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Of some units those that the reader may see; undefined: all. */
export async function unitsInScope(
  client: Pick<ClientBase, 'query'>,
  scope: string | undefined,
  unitIds: readonly string[],
): Promise<ReadonlySet<string> | undefined> {
  if (scope === undefined) return undefined;
  const { rows } = await client.query<{ unit_id: string }>(
    `SELECT unit_id FROM live.unit_directory WHERE unit_id = ANY ($1::uuid[]) AND path LIKE $2`,
    [[...new Set(unitIds)], `${scope}%`],
  );
  return new Set(rows.map(({ unit_id }) => unit_id));
}

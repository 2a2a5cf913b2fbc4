import type { Actor, RecordedEvent } from '#kernel';
import { previewEvents, type AnyView, type AnyViewQuery } from '#projections';
import { asDeclared, rowTypes, totalTypes } from '../views/column-types.js';
import { cursorOf, parseCursor } from '../views/cursor.js';
import type { ViewRequest } from '../views/view-parameters.js';
import { run, type Page, type ViewReader } from '../views/view-reader.js';
import { pageSql, totalsSql } from '../views/view-sql.js';
import { previewProblem } from './corrections.js';

/** What a view would say if these events were recorded: on a copy of the rows they touch, thrown away afterwards. */
export async function whatIf(
  reader: ViewReader,
  views: readonly AnyView[],
  query: AnyViewQuery,
  request: ViewRequest,
  actor: Actor,
  events: readonly RecordedEvent[],
): Promise<Page> {
  const after = request.after === undefined ? undefined : parseCursor(query, request.after);
  return reader.snapshot(actor, {}, async (snapshot) => {
    await previewEvents(snapshot.client, views, events, { shadow: true }).catch((error: unknown) => {
      throw previewProblem(error);
    });
    const asked = reader.asked(query, request, snapshot);
    const rows = await run(snapshot.client, pageSql(asked, after, request.limit), rowTypes);
    const hasMore = rows.length > request.limit;
    if (hasMore) rows.pop();
    rows.forEach(asDeclared(query));
    const totals = after ? undefined : await run(snapshot.client, totalsSql(asked), totalTypes);
    return {
      view: query.name,
      rows,
      next: hasMore ? cursorOf(query, rows.at(-1)!) : null,
      ...(totals ? { totals: totals[0]! } : {}),
      asOfPosition: snapshot.position,
    };
  });
}

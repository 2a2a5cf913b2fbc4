import { foldViews, layOver, selectAsOf, type AsOf, type ViewFold } from '#as-of';
import { streamsNamedBy } from '#contexts/history';
import type { LocalDate, RecordedEvent } from '#kernel';
import type { AnyView, AnyViewQuery } from '#projections';
import type { ClientBase } from 'pg';
import type { EventSource } from './event-source.js';

/** Beneath which unit a query is asked: its own `unitId`, which means the same in every query, or the reader's. */
export const topOf = (parameters: object, readersUnit: string): string =>
  (parameters as { readonly unitId?: string }).unitId ?? readersUnit;

/** The day that a query takes for today. */
export const todayAsOf = ({ heldOn, knownOn }: AsOf, today: LocalDate): LocalDate => heldOn ?? knownOn ?? today;

/** Lays the views of a query as of two dates over the live ones, within the caller's transaction. */
export class AsOfLayer {
  constructor(
    private readonly views: readonly AnyView[],
    readonly source: EventSource,
  ) {}

  /** @returns how many events contradict those before them, as of these dates, and are left out */
  async lay(
    client: ClientBase,
    query: AnyViewQuery,
    parameters: object,
    readersUnit: string,
    asOf: AsOf,
    today: LocalDate,
  ): Promise<number> {
    const views = this.viewsOf(query, parameters, todayAsOf(asOf, today));
    const events = await this.source.under(client, topOf(parameters, readersUnit), views, asOf.knownOn);
    const folds = this.fold(views, events, asOf);
    await layOver(client, folds);
    return folds.reduce((sum, { leftOut }) => sum + leftOut.length, 0);
  }

  fold(views: readonly AnyView[], events: readonly RecordedEvent[], asOf: AsOf): ViewFold[] {
    return foldViews(views, events, asOf, streamsNamedBy);
  }

  /** The events that have a part in the rows as of two dates: those that count, and the beginnings of their streams. */
  counted(events: readonly RecordedEvent[], asOf: AsOf): readonly RecordedEvent[] {
    const counted = new Set(selectAsOf(events, asOf, streamsNamedBy));
    const streams = new Set([...counted].map(({ stream }) => stream));
    return events.filter((event) => counted.has(event) || (event.revision === 0 && streams.has(event.stream)));
  }

  /** Views that the query's statement reads, by their names in it. */
  viewsOf(query: AnyViewQuery, parameters: object, today: LocalDate): readonly AnyView[] {
    const words = new Set(query.rows(parameters, { today }).text.match(/\w+/g));
    return this.views.filter(({ name }) => words.has(name));
  }
}

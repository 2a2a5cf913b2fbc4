import type { RecordedEvent } from '#kernel';
import type { AnyView } from '#projections';
import { selectAsOf, type AsOf, type NamedStreams } from './select.js';
import { ViewFold } from './view-fold.js';

/** Rows of some views as of two dates, from events in the order of recording. */
export function foldViews(
  views: readonly AnyView[],
  events: readonly RecordedEvent[],
  asOf: AsOf = {},
  namedBy?: NamedStreams,
): ViewFold[] {
  const firsts = asOf.heldOn === undefined ? undefined : firstEvents(events, asOf);
  const folds = views.map((view) => new ViewFold(view, (stream) => firsts?.get(stream)));
  for (const event of selectAsOf(events, asOf, namedBy)) for (const fold of folds) fold.apply(event);
  return folds;
}

function firstEvents(events: readonly RecordedEvent[], { knownOn }: AsOf): Map<string, RecordedEvent> {
  const firsts = selectAsOf(events, { knownOn }).filter(({ revision }) => revision === 0);
  return new Map(firsts.map((event) => [event.stream, event]));
}

import type { AnyEventDefinition } from '#kernel';
import type { Context } from '#platform';
import { timelineQuery } from './views/timeline.query.js';
import { timelineOf } from './views/timeline.js';

/** Looks at the events of all other contexts; has no acts and no events of its own. */
export const history = (events: readonly AnyEventDefinition[]): Context => ({
  name: 'history',
  events: [],
  acts: [],
  views: [timelineOf(events)],
  queries: [timelineQuery],
});

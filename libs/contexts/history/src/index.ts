import type { AnyEventDefinition } from '#kernel';
import type { Context } from '#platform';
import { historyEventsOf } from './views/history-events.js';
import { timelineQuery } from './views/timeline.query.js';
import { timeline } from './views/timeline.js';
import { unitLinks } from './views/unit-links.js';

/** Looks at the events of all other contexts; has no acts and no events of its own. */
export const history = (events: readonly AnyEventDefinition[]): Context => ({
  name: 'history',
  events: [],
  acts: [],
  views: [historyEventsOf(events), timeline, unitLinks],
  queries: [timelineQuery],
});

export { causesOf, eventsOfStreams, eventsUnder, streamsAbout, type EventRow, type Wanted } from './selection.js';
export { mayRead } from './readers.js';
export { withoutPersonal } from './views/history-events.js';
export { streamsNamedBy, subjectKinds, subjectsOf, type SubjectKind } from './views/subjects.js';
export { TimelineParameters, timelineQuery } from './views/timeline.query.js';

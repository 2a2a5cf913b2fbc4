import type { Context } from '#platform';
import { discardParkedEvent } from './parked-event/discard-parked-event.js';
import { parkedEvent } from './parked-event/parked-event.js';

export const operations: Context = {
  name: 'operations',
  events: parkedEvent.events,
  acts: [discardParkedEvent],
  views: [],
  queries: [],
};

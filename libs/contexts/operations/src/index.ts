import type { Context } from '#platform';
import { discardParkedEvent } from './parked-event/discard-parked-event.js';
import { parkedEvent } from './parked-event/parked-event.js';
import { discardProcessEvent } from './process/discard-process-event.js';
import { dismissProcessCommand } from './process/dismiss-process-command.js';
import { processDecision } from './process/process-decisions.js';

export const operations: Context = {
  name: 'operations',
  events: [...parkedEvent.events, ...processDecision.events],
  acts: [discardParkedEvent, discardProcessEvent, dismissProcessCommand],
  views: [],
  queries: [],
};

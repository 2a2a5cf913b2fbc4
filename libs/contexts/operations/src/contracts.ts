/** What others may know of operating the system. */
export { parkedEventDiscarded } from './parked-event/parked-event.js';
export { processCommandDismissed, processEventDiscarded } from './process/process-decisions.js';

import type { StoredEvent } from '../log/stored-event.js';
import { handlerFailed } from '../protocol/errors.js';
import type { ResolvedEvent } from '../protocol/read-responses.js';
import type { ReadRequest } from '../protocol/stream-messages.js';
import type { EventStore } from './event-store.js';
import { linkTarget } from './event-store.js';

/** The event with its link followed, one level, when asked for. A `$>` that names nothing is an ordinary event. */
export function resolved(store: EventStore, resolveLinks: boolean, event: StoredEvent): ResolvedEvent {
  if (!resolveLinks || !linkTarget(event)) return { event, link: undefined };
  return { event: store.target(event), link: event };
}

/** The number of events asked for; beyond 2^53 all the same as "all". */
export function readCount(request: ReadRequest): number {
  if (request.count === undefined) throw handlerFailed('A counted read without a count.');
  if (request.count === 0n) throw handlerFailed('The count of a read must be at least 1.');
  return Number(request.count);
}

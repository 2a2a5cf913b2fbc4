import type { ReadRequest } from '../protocol/stream-messages.js';
import { eventFrame } from '../protocol/read-responses.js';
import { matcherOf } from './event-filter.js';
import type { EventSink } from './event-sink.js';
import type { EventStore } from './event-store.js';
import { readCount, resolved } from './resolving.js';

/** $all, counted: forwards from a position inclusive, backwards from a position exclusive. */
export async function readAll(store: EventStore, request: ReadRequest, sink: EventSink): Promise<void> {
  const matches = matcherOf(request.filter);
  const end = store.lastPosition;
  const step = request.backwards ? -1 : 1;
  let left = readCount(request);
  let position = startOf(request, end);
  for (; left > 0 && position >= 1 && position <= end && !sink.isClosed; position += step) {
    const event = store.glance(position);
    if (event && !event.isHidden && matches(event)) {
      left--;
      const frame =
        request.uuids === 'string' && !(request.resolveLinks && event.isLink)
          ? event.frame
          : eventFrame(resolved(store, request.resolveLinks, store.event(position) ?? event), request.uuids);
      if (sink.add(frame)) await sink.flush();
    }
    if (sink.examinedOne()) await sink.pause();
  }
  await sink.flush();
}

function startOf(request: ReadRequest, end: number): number {
  const { from, backwards } = request;
  if (from === 'start') return backwards ? 0 : 1;
  if (from === 'end') return backwards ? end : end + 1;
  const position = Number(from);
  return backwards ? Math.min(position - 1, end) : Math.max(position, 1);
}

import { streamDeleted } from '../protocol/errors.js';
import { caughtUpFrame, eventFrame } from '../protocol/read-responses.js';
import type { ReadRequest } from '../protocol/stream-messages.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import { EventSink } from './event-sink.js';
import type { EventStore } from './event-store.js';
import { nextChange } from './next-change.js';
import { resolved } from './resolving.js';

/**
 * A subscription to one stream. Truncation counts while it catches up, not for live events. A tombstone is
 * delivered as the last event, then the call fails.
 */
export async function subscribeToStream(
  store: EventStore,
  request: ReadRequest & { readonly stream: string },
  call: GrpcCall,
): Promise<void> {
  const { stream } = request;
  const sink = new EventSink(call);
  let cursor = startOf(store, request);
  let live = false;
  while (!call.isOver) {
    const state = store.streamState(stream);
    if (!live && state.kind === 'open') cursor = Math.max(cursor, state.first - 1);
    const head = store.log.head(stream);
    while (head && cursor < head.last && (live || state.kind === 'open') && !call.isOver) {
      const position = store.positionOf(head, ++cursor);
      const event = position === undefined ? undefined : store.event(position);
      if (event && sink.add(eventFrame(resolved(store, request.resolveLinks, event), request.uuids)))
        await sink.flush();
      if (sink.examinedOne()) await sink.pause();
    }
    if (state.kind === 'tombstoned') {
      const tombstone = store.event(state.head.tombstone);
      if (tombstone) sink.add(eventFrame({ event: tombstone, link: undefined }, request.uuids));
      await sink.flush();
      throw streamDeleted(stream);
    }
    const last = store.log.head(stream)?.last ?? -1;
    const behind = cursor < last && (live || store.streamState(stream).kind === 'open');
    if (behind) continue;
    if (!live) {
      live = true;
      // Of a soft-deleted stream nothing is caught up on; it goes on behind its last revision.
      cursor = Math.max(cursor, last);
      sink.add(caughtUpFrame(Date.now(), { revision: Math.min(cursor, last) }));
    }
    await sink.flush();
    if (!hasMore(store, stream, cursor)) await nextChange(store.changes, stream, call);
  }
}

function startOf(store: EventStore, request: ReadRequest & { readonly stream: string }): number {
  if (request.from === 'start') return -1;
  if (request.from === 'end') return store.log.head(request.stream)?.last ?? -1;
  return Number(request.from);
}

function hasMore(store: EventStore, stream: string, cursor: number): boolean {
  return cursor < (store.log.head(stream)?.last ?? -1) || store.isTombstoned(stream);
}

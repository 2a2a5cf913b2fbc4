import { caughtUpFrame, checkpointFrame, eventFrame } from '../protocol/read-responses.js';
import { handlerFailed } from '../protocol/errors.js';
import type { ReadRequest } from '../protocol/stream-messages.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import { matcherOf } from './event-filter.js';
import { EventSink } from './event-sink.js';
import type { EventStore } from './event-store.js';
import { nextChange } from './next-change.js';
import { resolved } from './resolving.js';

/**
 * A subscription to $all reads the log behind its cursor, then waits for more: catching up and being live are the
 * same loop, so nothing is missed or repeated in between and nothing is buffered for a slow client.
 */
export async function subscribeToAll(store: EventStore, request: ReadRequest, call: GrpcCall): Promise<void> {
  const sink = new EventSink(call);
  const matches = matcherOf(request.filter);
  const checkpoints = request.filter && new Checkpoints(request.filter.window * request.filter.checkpointMultiplier);
  let cursor = request.from === 'start' ? 0 : request.from === 'end' ? store.lastPosition : Number(request.from);
  let live = false;
  while (!call.isOver) {
    while (cursor < store.lastPosition && !call.isOver) {
      const event = store.glance(++cursor);
      if (event && !event.isHidden) {
        let due = false;
        if (matches(event)) {
          const whole = resolved(store, request.resolveLinks, event.isLink ? (store.event(cursor) ?? event) : event);
          due = sink.add(eventFrame(whole, request.uuids));
        }
        if (checkpoints?.considered(cursor)) due = sink.add(checkpointFrame(cursor, Date.now())) || due;
        if (due) await sink.flush();
      }
      if (sink.examinedOne()) await sink.pause();
    }
    if (!live && cursor >= store.lastPosition) {
      live = true;
      if (cursor <= store.lastPosition && checkpoints?.goesLive(cursor)) sink.add(checkpointFrame(cursor, Date.now()));
      sink.add(caughtUpFrame(Date.now(), { at: Math.min(cursor, store.lastPosition) }));
    }
    await sink.flush();
    if (cursor >= store.lastPosition) await nextChange(store.changes, undefined, call);
  }
}

/**
 * A checkpoint after every `interval` events considered, matching or not, and one when going live; never twice
 * for one position. It is sent behind every matching event at or before it, so resuming after it loses none.
 */
class Checkpoints {
  private since = 0;
  private last = 0;

  constructor(private readonly interval: number) {
    if (interval <= 0) throw handlerFailed('The checkpoint interval must be positive.');
  }

  considered(position: number): boolean {
    if (++this.since < this.interval) return false;
    this.since = 0;
    this.last = position;
    return true;
  }

  goesLive(position: number): boolean {
    if (position <= this.last) return false;
    this.last = position;
    return true;
  }
}

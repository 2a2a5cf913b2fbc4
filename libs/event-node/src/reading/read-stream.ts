import { TOMBSTONE } from '../protocol/constants.js';
import { handlerFailed, streamDeleted } from '../protocol/errors.js';
import {
  eventFrame,
  firstStreamPositionFrame,
  lastStreamPositionFrame,
  streamNotFoundFrame,
} from '../protocol/read-responses.js';
import type { ReadRequest } from '../protocol/stream-messages.js';
import type { EventSink } from './event-sink.js';
import type { EventStore, StreamState } from './event-store.js';
import { readCount, resolved } from './resolving.js';

/** One stream, counted. A stream that is not there is a message, a tombstoned one a status. */
export async function readStream(
  store: EventStore,
  request: ReadRequest & { readonly stream: string },
  sink: EventSink,
): Promise<void> {
  const state = store.streamState(request.stream);
  if (state.kind === 'tombstoned') throw streamDeleted(request.stream);
  if (state.kind === 'missing') {
    sink.add(streamNotFoundFrame(request.stream));
    return sink.flush();
  }
  const start = startOf(request, state.last);
  const delivered = await (request.backwards ? sendBackwards : sendForwards)(store, request, sink, state, start);
  if (request.compatibility >= 1) {
    if (!delivered && !request.backwards) announceFirst(sink, state, start);
    sink.add(lastStreamPositionFrame(state.last));
  }
  await sink.flush();
}

type OpenState = Extract<StreamState, { kind: 'open' }>;

async function sendForwards(
  store: EventStore,
  request: ReadRequest,
  sink: EventSink,
  state: OpenState,
  start: number,
): Promise<boolean> {
  let left = readCount(request);
  const first = Math.max(start, state.first);
  for (let revision = first; revision <= state.last && left > 0 && !sink.isClosed; revision++, left--) {
    if (addEvent(store, request, sink, state, revision)) await sink.flush();
  }
  return first <= state.last;
}

async function sendBackwards(
  store: EventStore,
  request: ReadRequest,
  sink: EventSink,
  state: OpenState,
  start: number,
): Promise<boolean> {
  let left = readCount(request);
  for (let revision = start; revision >= state.first && left > 0 && !sink.isClosed; revision--, left--) {
    if (addEvent(store, request, sink, state, revision)) await sink.flush();
  }
  return start >= state.first;
}

function addEvent(
  store: EventStore,
  request: ReadRequest,
  sink: EventSink,
  state: OpenState,
  revision: number,
): boolean {
  const position = store.positionOf(state.head, revision);
  const event = position === undefined ? undefined : store.event(position);
  if (!event) throw handlerFailed(`Revision ${revision} of the stream is missing from the log.`);
  return sink.add(eventFrame(resolved(store, request.resolveLinks, event), request.uuids));
}

function startOf(request: ReadRequest, last: number): number {
  const { from, backwards } = request;
  if (from === 'start') return 0;
  if (from === 'end') return backwards ? last : last + 1;
  const revision = Number(from);
  if (revision > TOMBSTONE) throw handlerFailed('The revision is out of range.');
  return backwards ? Math.min(revision, last) : revision;
}

/** Tells where the next readable event is when the start lies in a truncated range or behind the end. */
function announceFirst(sink: EventSink, state: OpenState, start: number): void {
  const next = start > state.last ? state.last + 1 : state.first;
  if (next !== start) sink.add(firstStreamPositionFrame(next));
}

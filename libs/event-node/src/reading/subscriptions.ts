import { randomUUID } from 'node:crypto';
import { streamDeleted } from '../protocol/errors.js';
import { confirmationFrame } from '../protocol/read-responses.js';
import type { ReadRequest } from '../protocol/stream-messages.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import type { EventStore } from './event-store.js';
import { subscribeToAll } from './subscribe-all.js';
import { subscribeToStream } from './subscribe-stream.js';

/** Confirms, then delivers until the client cancels. */
export async function subscribe(store: EventStore, request: ReadRequest, call: GrpcCall): Promise<void> {
  const { stream } = request;
  if (stream !== undefined && store.isTombstoned(stream)) throw streamDeleted(stream);
  call.send(confirmationFrame(randomUUID()));
  if (stream === undefined) await subscribeToAll(store, request, call);
  else await subscribeToStream(store, { ...request, stream }, call);
}

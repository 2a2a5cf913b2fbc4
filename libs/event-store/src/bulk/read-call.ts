import { EventStoreUnavailableError } from '../event-store.js';
import { endOfFrames, GrpcCall } from './grpc-call.js';
import type { Server } from './server-address.js';

const path = '/event_store.client.streams.Streams/Read';
/** Events are decoded in pieces of about this size, so that a piece costs one copy and not one per network packet. */
const pieceBytes = 256 * 1024;

/**
 * One read call: the server's answers as they come, each piece a run of whole gRPC frames.
 * @throws EventStoreUnavailableError
 */
export async function* readCall(server: Server, request: Buffer, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const call = new GrpcCall(server, path);
  const abort = () => call.cancel();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    call.stream.end(request);
    yield* pieces(call.stream);
    signal?.throwIfAborted();
    call.check();
  } catch (error) {
    signal?.throwIfAborted();
    throw call.reasonOf(error);
  } finally {
    signal?.removeEventListener('abort', abort);
    call.close();
  }
}

async function* pieces(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    held.push(chunk);
    size += chunk.length;
    if (size < pieceBytes) continue;
    const whole = Buffer.concat(held, size);
    const end = endOfFrames(whole);
    if (end > 0) yield whole.subarray(0, end);
    held = [whole.subarray(end)];
    size -= end;
  }
  if (size === 0) return;
  const rest = Buffer.concat(held, size);
  const end = endOfFrames(rest);
  if (end > 0) yield rest.subarray(0, end);
  if (end < size) throw new EventStoreUnavailableError('the answer ended in the middle of an event');
}

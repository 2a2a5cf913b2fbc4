import {
  connect,
  constants,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
} from 'node:http2';
import { EventStoreUnavailableError } from '../event-store.js';
import type { Server } from './server-address.js';

const path = '/event_store.client.streams.Streams/Read';
/** Bytes under way before the reader has to take some: bounds the memory whatever the server's haste. */
const window = 4 * 1024 * 1024;
/** Events are decoded in pieces of about this size, so that a piece costs one copy and not one per network packet. */
const pieceBytes = 256 * 1024;
const keepaliveMs = 10_000;
const prefixBytes = 5;
const silent = 'no answer to a ping';

/** The node that was asked is not the leader. */
export class NotLeaderError extends EventStoreUnavailableError {
  constructor(readonly leader: string | undefined) {
    super('the event store node is not the leader');
  }
}

/**
 * One read call: the server's answers as they come, each piece a run of whole gRPC frames. `node:http2` itself, because
 * grpc-js spends more on each message than the decoding of an event costs.
 * @throws EventStoreUnavailableError
 */
export async function* readCall(server: Server, request: Buffer, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const session = connect(server.origin, {
    ...server.options,
    settings: { enablePush: false, initialWindowSize: window },
  });
  let failure: unknown;
  session.on('error', (error: unknown) => (failure ??= error));
  session.on('connect', () => session.setLocalWindowSize(window));
  const stopPinging = keepPinging(session);
  const stream = session.request({
    [constants.HTTP2_HEADER_METHOD]: 'POST',
    [constants.HTTP2_HEADER_PATH]: path,
    [constants.HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc+proto',
    [constants.HTTP2_HEADER_TE]: 'trailers',
    ...server.headers,
  });
  const abort = () => stream.close(constants.NGHTTP2_CANCEL);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const outcome = outcomeOf(stream);
    stream.end(request);
    yield* pieces(stream);
    signal?.throwIfAborted();
    check(outcome.headers);
  } catch (error) {
    signal?.throwIfAborted();
    throw asUnavailable(failure ?? error);
  } finally {
    signal?.removeEventListener('abort', abort);
    stopPinging();
    stream.close(constants.NGHTTP2_CANCEL);
    session.destroy();
  }
}

/** A peer that no longer answers is gone, even when its machine never said so. */
function keepPinging(session: ClientHttp2Session): () => void {
  let overdue: NodeJS.Timeout | undefined;
  const pinging = setInterval(() => {
    if (session.destroyed || session.connecting) return;
    overdue = setTimeout(() => session.destroy(new Error(silent)), keepaliveMs - 1);
    session.ping(() => clearTimeout(overdue));
  }, keepaliveMs);
  return () => {
    clearInterval(pinging);
    clearTimeout(overdue);
  };
}

/** The call's status comes after the answers, or at once instead of them. */
function outcomeOf(stream: ClientHttp2Stream): { headers: IncomingHttpHeaders | undefined } {
  const outcome: { headers: IncomingHttpHeaders | undefined } = { headers: undefined };
  const keep = (headers: IncomingHttpHeaders) => {
    if (headers['grpc-status'] !== undefined || String(headers[':status'] ?? 200) !== '200')
      outcome.headers ??= headers;
  };
  stream.on('response', keep);
  stream.on('trailers', keep);
  return outcome;
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

/** Up to where the bytes are whole frames. */
function endOfFrames(bytes: Buffer): number {
  let at = 0;
  while (at + prefixBytes <= bytes.length) {
    const next = at + prefixBytes + bytes.readUInt32BE(at + 1);
    if (next > bytes.length) break;
    at = next;
  }
  return at;
}

/** CANCELLED, DEADLINE_EXCEEDED, UNAVAILABLE. */
const unavailable = new Set(['1', '4', '14']);

function check(headers: IncomingHttpHeaders | undefined): void {
  if (!headers) throw new EventStoreUnavailableError('the connection ended in the middle of a read');
  const text = (name: string) => String(headers[name] ?? '');
  const status = text('grpc-status');
  if (status === '0') return;
  if (text('exception') === 'not-leader') {
    const host = text('leader-endpoint-host');
    throw new NotLeaderError(host ? `${host}:${text('leader-endpoint-port')}` : undefined);
  }
  // Without a gRPC status it was something on the way that answered.
  const what = status ? `status ${status}` : `HTTP ${text(':status')}`;
  const message = `event store: ${decodeURIComponent(text('grpc-message'))} (${what})`;
  throw status && !unavailable.has(status) ? new Error(message) : new EventStoreUnavailableError(message);
}

/** Whatever breaks on the way: the same read succeeds later. */
function asUnavailable(error: unknown): unknown {
  if (error instanceof EventStoreUnavailableError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  // A wrong certificate stays what it is: waiting does not mend it.
  const isOfConnection = /^(E[A-Z_]+|ERR_HTTP2_\w+|ERR_STREAM_\w+)$/.test(code) && !/CERT|TLS|SSL/.test(code);
  if (!isOfConnection && message !== silent) return error;
  return new EventStoreUnavailableError(`event store: ${message}`, { cause: error });
}

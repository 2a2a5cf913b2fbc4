import {
  connect,
  constants,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
} from 'node:http2';
import { EventStoreUnavailableError } from '../event-store.js';
import type { Server } from './server-address.js';

/** Bytes under way before the reader has to take some: bounds the memory whatever the server's haste. */
const window = 4 * 1024 * 1024;
const keepaliveMs = 10_000;
const silent = 'no answer to a ping';
export const prefixBytes = 5;

/** The node that was asked is not the leader. */
export class NotLeaderError extends EventStoreUnavailableError {
  constructor(readonly leader: string | undefined) {
    super('the event store node is not the leader');
  }
}

/**
 * One gRPC call on a connection of its own. `node:http2` itself, because grpc-js spends more on each message than the
 * decoding of an event costs.
 */
export class GrpcCall {
  readonly stream: ClientHttp2Stream;
  private readonly session: ClientHttp2Session;
  private readonly stopPinging: () => void;
  private failure: unknown;
  private outcome: IncomingHttpHeaders | undefined;

  constructor(server: Server, path: string) {
    this.session = connect(server.origin, {
      ...server.options,
      settings: { enablePush: false, initialWindowSize: window },
    });
    this.session.on('error', (error: unknown) => (this.failure ??= error));
    this.session.on('connect', () => this.session.setLocalWindowSize(window));
    this.stopPinging = keepPinging(this.session);
    this.stream = this.session.request({
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: path,
      [constants.HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc+proto',
      [constants.HTTP2_HEADER_TE]: 'trailers',
      ...server.headers,
    });
    // The call's status comes after the answers, or at once instead of them.
    const keep = (headers: IncomingHttpHeaders) => {
      const isStatus = headers['grpc-status'] !== undefined || String(headers[':status'] ?? 200) !== '200';
      if (isStatus) this.outcome ??= headers;
    };
    this.stream.on('response', keep);
    this.stream.on('trailers', keep);
  }

  /** @throws EventStoreUnavailableError, Error: what the server said in the end, unless that it is done */
  check(): void {
    check(this.outcome);
  }

  /** What an error of the stream really was: of the connection, or an outage. */
  reasonOf(error: unknown): unknown {
    return asUnavailable(this.failure ?? error);
  }

  cancel(): void {
    this.stream.close(constants.NGHTTP2_CANCEL);
  }

  close(): void {
    this.stopPinging();
    this.cancel();
    this.session.destroy();
  }
}

/** gRPC's prefix: not compressed, length. */
export function framed(...parts: readonly Buffer[]): Buffer {
  const prefix = Buffer.alloc(prefixBytes);
  prefix.writeUInt32BE(
    parts.reduce((sum, { length }) => sum + length, 0),
    1,
  );
  return Buffer.concat([prefix, ...parts]);
}

/** Up to where the bytes are whole frames. */
export function endOfFrames(bytes: Buffer): number {
  let at = 0;
  while (at + prefixBytes <= bytes.length) {
    const next = at + prefixBytes + bytes.readUInt32BE(at + 1);
    if (next > bytes.length) break;
    at = next;
  }
  return at;
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

/** CANCELLED, DEADLINE_EXCEEDED, UNAVAILABLE. */
const unavailable = new Set(['1', '4', '14']);

function check(headers: IncomingHttpHeaders | undefined): void {
  if (!headers) throw new EventStoreUnavailableError('the connection ended in the middle of a call');
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

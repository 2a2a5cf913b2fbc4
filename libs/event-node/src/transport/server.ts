import { createServer as createHttp2Server } from 'node:http2';
import type { Http2Server, ServerHttp2Session, ServerHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import { createServer as createHttp1Server } from 'node:http';
import type { RequestListener, Server as Http1Server } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Status } from '../protocol/constants.js';
import { CallError } from '../protocol/errors.js';
import { GrpcCall } from './grpc-call.js';
import { InputBudget } from './input-budget.js';

export type CallHandler = (call: GrpcCall) => void;

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  /** gRPC handlers by path, `/package.Service/Method`. */
  readonly handlers: ReadonlyMap<string, CallHandler>;
  readonly http1: RequestListener;
}

const KEEPALIVE_MS = 10_000;
const FIRST_BYTES_MS = 10_000;
const STOP_GRACE_MS = 500;
const UNFINISHED_BYTES = 256 * 1024 * 1024;
const PREFACE = 'PRI';

/**
 * One port for HTTP/2 (gRPC, prior knowledge) and HTTP/1.1: the first bytes of a connection decide.
 * `node:http2` with our own framing: stored frames go out as they are (see the README for what that saves).
 */
export class NodeServer {
  private readonly sockets = new Set<Socket>();
  private readonly sessions = new Set<ServerHttp2Session>();
  private readonly calls = new Set<GrpcCall>();
  private readonly budget = new InputBudget(UNFINISHED_BYTES);
  private readonly tcp: Server;
  private readonly http2: Http2Server;
  private readonly http1: Http1Server;

  private constructor(
    private readonly handlers: ReadonlyMap<string, CallHandler>,
    http1: RequestListener,
  ) {
    this.http1 = createHttp1Server(http1);
    this.http2 = createHttp2Server({
      // grpc-js does the same: flow control bounds the memory, not a count that resets healthy streams.
      maxSessionMemory: Number.MAX_SAFE_INTEGER,
      settings: { initialWindowSize: 1024 * 1024, maxConcurrentStreams: 20_000 },
    });
    this.http2.on('session', (session) => this.accept(session));
    this.http2.on('stream', (stream, headers) => this.dispatch(stream, headers));
    this.http2.on('sessionError', () => undefined);
    this.tcp = createServer({ noDelay: true }, (socket) => this.sniff(socket));
  }

  static async listen(options: ServerOptions): Promise<NodeServer> {
    const server = new NodeServer(options.handlers, options.http1);
    await new Promise<void>((resolve, reject) => {
      server.tcp.once('error', reject);
      server.tcp.listen(options.port, options.host, () => resolve());
    });
    return server;
  }

  get port(): number {
    return (this.tcp.address() as AddressInfo).port;
  }

  /** Ends streaming calls with CANCELLED, gives them a moment, then closes every connection. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.tcp.close(() => resolve()));
    for (const call of this.calls) {
      if (call.cancelOnStop) call.fail(new CallError(Status.CANCELLED, 'The event node is stopping.'));
    }
    await this.streamsEnded(STOP_GRACE_MS);
    // A client that does not read has not got its trailers: a reset overtakes what it has not taken.
    for (const call of this.calls) if (call.cancelOnStop) call.reset();
    await this.streamsEnded(STOP_GRACE_MS);
    // Sockets first: a destroyed session would reset its calls as cancelled, where "unavailable" is the truth.
    for (const socket of this.sockets) socket.destroy();
    for (const session of this.sessions) session.destroy();
    await closed;
  }

  private async streamsEnded(withinMs: number): Promise<void> {
    const deadline = performance.now() + withinMs;
    const anyLeft = (): boolean => [...this.calls].some((call) => call.cancelOnStop);
    while (anyLeft() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  private sniff(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    const giveUp = (): void => void socket.destroy();
    socket.on('error', giveUp);
    socket.setTimeout(FIRST_BYTES_MS, giveUp);
    const look = (): void => {
      const first = socket.read() as Buffer | null;
      if (!first) return;
      socket.unshift(first);
      const start = first.toString('latin1', 0, PREFACE.length);
      if (start.length < PREFACE.length && PREFACE.startsWith(start)) return;
      socket.off('readable', look);
      socket.setTimeout(0);
      socket.off('timeout', giveUp);
      if (start === PREFACE) this.http2.emit('connection', socket);
      else this.http1.emit('connection', socket);
    };
    socket.on('readable', look);
  }

  private accept(session: ServerHttp2Session): void {
    this.sessions.add(session);
    session.on('error', () => session.destroy());
    session.setLocalWindowSize(4 * 1024 * 1024);
    const keepalive = setInterval(() => this.ping(session), KEEPALIVE_MS);
    keepalive.unref();
    session.on('close', () => {
      clearInterval(keepalive);
      this.sessions.delete(session);
    });
  }

  /** A peer that no longer answers is gone: its subscriptions must not live on. */
  private ping(session: ServerHttp2Session): void {
    if (session.destroyed || session.closed) return;
    const overdue = setTimeout(() => session.destroy(), KEEPALIVE_MS);
    overdue.unref();
    session.ping(() => clearTimeout(overdue));
  }

  private dispatch(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const call = new GrpcCall(stream, headers, this.budget);
    this.calls.add(call);
    stream.on('close', () => this.calls.delete(call));
    const handler = this.handlers.get(String(headers[':path']));
    call.guard(() => {
      if (!handler) throw new CallError(Status.UNIMPLEMENTED, `Method ${String(headers[':path'])} is not implemented.`);
      handler(call);
    });
  }
}

import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { constants } from 'node:http2';
import { Status } from '../protocol/constants.js';
import { CallError, handlerFailed } from '../protocol/errors.js';
import { MalformedMessage } from '../protocol/reader.js';
import { FrameParser } from './frame-parser.js';
import type { InputBudget } from './input-budget.js';

/** 16 MiB − 10,000 bytes, as the real server; the clients cut larger batches themselves. */
const MAX_MESSAGE = 16 * 1024 * 1024 - 10_000;
const INPUT_GRACE_MS = 1_000;

/**
 * One gRPC call on an HTTP/2 stream. A handler sets the three callbacks, then answers with {@link send} and
 * ends with {@link finish} or {@link fail}; all three are without effect once the call is over.
 */
export class GrpcCall {
  onMessage: (message: Buffer) => void = () => undefined;
  onHalfClose: () => void = () => undefined;
  /** The call is over, by whatever cause: cancelled, connection lost, or answered. Called once. */
  onClose: () => void = () => undefined;
  /** How a stopping node ends this call; unary calls just lose their connection. */
  cancelOnStop = false;
  private readonly parser = new FrameParser(MAX_MESSAGE);
  private unsent: Buffer[] = [];
  private whenDrained: Promise<void> | undefined;
  private ended = false;
  private retained = 0;
  private taken = 0;

  constructor(
    private readonly stream: ServerHttp2Stream,
    readonly headers: IncomingHttpHeaders,
    private readonly budget: InputBudget,
  ) {
    stream.on('data', (chunk: Buffer) => this.guard(() => this.receive(chunk)));
    stream.on('end', () => this.guard(() => this.inputEnded()));
    // Resets and lost connections arrive here as well; `close` follows and says all that matters.
    stream.on('error', () => undefined);
    stream.on('close', () => this.closed());
    stream.on('wantTrailers', () => this.sendTrailers());
  }

  private trailers: Record<string, string> = {};

  /** `address:port` of the client. */
  get remoteAddress(): string {
    const socket = this.stream.session?.socket;
    return socket ? `${socket.remoteAddress}:${socket.remotePort}` : '';
  }

  /** The client or its connection went away: `closed` comes before `destroyed`, and from then on answering throws. */
  private get isGone(): boolean {
    return this.stream.destroyed || this.stream.closed;
  }

  get isOver(): boolean {
    return this.ended;
  }

  /** Queues one or more complete gRPC frames. False when the client is behind: wait for {@link drained}. */
  send(frames: Buffer): boolean {
    if (this.ended) return true;
    if (this.unsent.push(frames) === 1) queueMicrotask(() => this.flush());
    return !this.stream.writableNeedDrain;
  }

  /** Resolves when the client has taken what was sent, or the call is over. */
  drained(): Promise<void> {
    this.flush();
    if (this.ended || !this.stream.writableNeedDrain) return Promise.resolve();
    // One pair of listeners, however many wait: a batch append waits once for each of its answers.
    this.whenDrained ??= new Promise((resolve) => {
      const done = (): void => {
        this.stream.off('drain', done);
        this.stream.off('close', done);
        this.whenDrained = undefined;
        resolve();
      };
      this.stream.once('drain', done);
      this.stream.once('close', done);
    });
    return this.whenDrained;
  }

  /** Stops reading from the client until the promise resolves. */
  holdInput(until: Promise<void>): void {
    this.stream.pause();
    void until.then(() => this.stream.resume());
  }

  /** Counts bytes that the handler keeps until more input comes; negative when it lets them go. */
  retain(bytes: number): void {
    this.retained += bytes;
    this.account();
    if (bytes > 0) this.refuseBeyondBudget();
  }

  finish(): void {
    this.end(Status.OK, '', {});
  }

  fail(error: unknown): void {
    const failure = asCallError(error);
    this.end(failure.status, failure.message, failure.trailers);
  }

  /** Ends the call although its client has not taken what was sent; to the client it is cancelled. */
  reset(): void {
    this.ended = true;
    this.account();
    if (!this.isGone) this.stream.close(constants.NGHTTP2_CANCEL);
  }

  /** Runs a handler's step; what it throws becomes the call's status. */
  guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.fail(error);
    }
  }

  private receive(chunk: Buffer): void {
    this.parser.push(chunk, (message) => {
      if (!this.ended) this.onMessage(message);
    });
    this.account();
    this.refuseBeyondBudget();
  }

  /** A call that is over holds nothing. */
  private account(): void {
    const holds = this.ended ? 0 : this.parser.held + this.retained;
    this.budget.take(holds - this.taken);
    this.taken = holds;
  }

  private refuseBeyondBudget(): void {
    if (this.taken > 0 && this.budget.isExceeded) {
      throw new CallError(Status.RESOURCE_EXHAUSTED, 'The event node holds too many unfinished requests.');
    }
  }

  private inputEnded(): void {
    if (this.ended) return;
    if (!this.parser.isBetweenMessages) throw handlerFailed('The call ended in the middle of a message.');
    this.onHalfClose();
  }

  private flush(): void {
    if (this.unsent.length === 0) return;
    const frames = this.unsent.length === 1 ? (this.unsent[0] as Buffer) : Buffer.concat(this.unsent);
    this.unsent = [];
    if (this.isGone || this.stream.writableEnded) return;
    this.respond();
    this.stream.write(frames);
  }

  private respond(): void {
    if (this.stream.headersSent) return;
    this.stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  }

  private end(status: Status, message: string, trailers: Readonly<Record<string, string>>): void {
    if (this.ended) return;
    this.flush();
    this.ended = true;
    this.account();
    if (this.isGone) return;
    this.trailers = statusHeaders(status, message, trailers);
    if (this.stream.headersSent) {
      this.stream.end();
      return;
    }
    this.stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...this.trailers }, { endStream: true });
    this.stopInput();
  }

  /** Asked for when the client has taken everything else, however long that took. */
  private sendTrailers(): void {
    if (this.isGone) return;
    this.stream.sendTrailers(this.trailers);
    this.stopInput();
  }

  /** The client may still be sending: take it in silence, and reset the stream if it doesn't come to an end. */
  private stopInput(): void {
    if (this.stream.readableEnded) return;
    this.onMessage = () => undefined;
    this.stream.resume();
    const reset = setTimeout(() => this.stream.close(constants.NGHTTP2_NO_ERROR), INPUT_GRACE_MS);
    this.stream.once('close', () => clearTimeout(reset));
  }

  private closed(): void {
    this.ended = true;
    this.account();
    this.unsent = [];
    const { onClose } = this;
    this.onClose = () => undefined;
    onClose();
  }
}

export function asCallError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  if (error instanceof MalformedMessage) return handlerFailed(`Malformed message: ${error.message}.`);
  return handlerFailed(error instanceof Error ? error.message : String(error));
}

function statusHeaders(
  status: Status,
  text: string,
  trailers: Readonly<Record<string, string>>,
): Record<string, string> {
  const headers: Record<string, string> = { 'grpc-status': String(status) };
  if (text !== '') headers['grpc-message'] = percentEncoded(text);
  for (const [name, value] of Object.entries(trailers)) {
    headers[name] = name.endsWith('-bin') ? value : percentEncoded(value);
  }
  return headers;
}

/** Trailers are printable ASCII, names of streams any UTF-8: everything else is percent-encoded, "%" as well. */
export function percentEncoded(value: string): string {
  return value.replace(/[^\x20-\x24\x26-\x7e]+/g, (other) =>
    [...Buffer.from(other, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

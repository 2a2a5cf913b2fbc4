import {
  EventStoreUnavailableError,
  WrongExpectedRevisionError,
  type Appended,
  type EventToAppend,
  type ExpectedRevision,
} from '../event-store.js';
import { appendRequest, readAnswer } from './append-messages.js';
import { endOfFrames, GrpcCall, NotLeaderError, prefixBytes } from './grpc-call.js';
import type { Server, ServerAddress } from './server-address.js';

const path = '/event_store.client.streams.Streams/BatchAppend';

/**
 * Appends for writers of very many streams, over the store's own protocol: a third of the processor time that the
 * official client takes, which carries each event through base64 and builds it twice (2026-11-22).
 * All appends go on one call; when it breaks, those under way fail and the next one begins another.
 */
export class BulkAppender {
  private call: Promise<AppendCall> | undefined;
  private leader: string | undefined;

  constructor(private readonly address: ServerAddress) {}

  /** Durable when it resolves. @throws WrongExpectedRevisionError, EventStoreUnavailableError */
  async append(stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): Promise<Appended> {
    const call = await (this.call ??= this.open());
    return call.append(stream, events, expected);
  }

  async close(): Promise<void> {
    const call = await this.call?.catch(() => undefined);
    call?.close();
  }

  private async open(): Promise<AppendCall> {
    try {
      const server = await this.address.server(this.leader);
      return new AppendCall(server, (reason) => this.ended(reason));
    } catch (error) {
      this.ended(error);
      throw error;
    }
  }

  private ended(reason: unknown): void {
    this.call = undefined;
    this.leader = reason instanceof NotLeaderError ? reason.leader : undefined;
  }
}

interface Waiting {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (reason: unknown) => void;
}

/** One BatchAppend call: appends go out as they come, answers come back in any order. */
class AppendCall {
  private readonly waiting = new Map<number, Waiting>();
  private readonly call: GrpcCall;
  private appends = 0;
  private rest: Buffer = Buffer.alloc(0);
  private failure: unknown;
  private hasEnded = false;

  constructor(
    server: Server,
    private readonly onEnd: (reason: unknown) => void,
  ) {
    this.call = new GrpcCall(server, path);
    const { stream } = this.call;
    stream.on('data', (chunk: Buffer) => this.take(chunk));
    stream.on('error', (error: Error) => (this.failure ??= error));
    stream.on('close', () => this.end());
  }

  append(stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (this.hasEnded) {
        reject(this.failure as Error);
        return;
      }
      const correlation = ++this.appends;
      const request = appendRequest(correlation, stream, events, expected);
      this.waiting.set(correlation, { stream, expected, resolve, reject });
      this.call.stream.write(request);
    });
  }

  close(): void {
    this.failure ??= new EventStoreUnavailableError('the event store was closed');
    this.call.close();
  }

  private take(chunk: Buffer): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const end = endOfFrames(bytes);
    try {
      for (let at = 0; at < end;) {
        const next = at + prefixBytes + bytes.readUInt32BE(at + 1);
        this.settle(bytes, at + prefixBytes, next);
        at = next;
      }
      this.rest = bytes.subarray(end);
    } catch (error) {
      this.failure ??= error;
      this.call.close();
    }
  }

  private settle(bytes: Buffer, start: number, end: number): void {
    const { correlation, outcome } = readAnswer(bytes, start, end);
    const waiting = this.waiting.get(correlation);
    if (!waiting) return;
    this.waiting.delete(correlation);
    if (outcome === undefined) waiting.reject(new WrongExpectedRevisionError(waiting.stream, waiting.expected));
    else if (outcome instanceof Error) waiting.reject(outcome);
    else waiting.resolve(outcome);
  }

  /** What is not answered may have been written: its writer finds out by its expected revision. */
  private end(): void {
    this.hasEnded = true;
    this.failure = this.reason();
    this.onEnd(this.failure);
    this.call.close();
    for (const { reject } of this.waiting.values()) reject(this.failure);
    this.waiting.clear();
  }

  private reason(): unknown {
    if (this.failure !== undefined) return this.call.reasonOf(this.failure);
    try {
      this.call.check();
      return new EventStoreUnavailableError('the event store ended the call');
    } catch (error) {
      return this.call.reasonOf(error);
    }
  }
}

import type { BatchError, BatchKey } from '../protocol/append-responses.js';
import {
  batchErrorFrame,
  batchFailure,
  batchStreamDeleted,
  batchSuccessFrame,
  batchTimeout,
  batchTooLarge,
  batchWrongVersion,
} from '../protocol/append-responses.js';
import { appendTooLarge, asError, invalidArgument } from '../protocol/errors.js';
import { eventSize, readProposedEvent } from '../protocol/proposed-events.js';
import { MessageReader } from '../protocol/reader.js';
import { readExpected, readIdentifier, streamName } from '../protocol/stream-messages.js';
import type { NewEvent } from '../streams/staging.js';
import { append } from '../streams/stream-writes.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import type { CallHandler } from '../transport/server.js';
import type { NodeContext } from './context.js';

/** The real server's write timeout: no append waits longer for its last chunk. */
const MAX_WAIT_MS = 2_000;

/** Streams.BatchAppend: many appends interleaved on one call, each answered exactly once. */
export function batchAppendCall(context: NodeContext): CallHandler {
  return (call) => {
    const batch = new BatchAppend(context, call);
    call.onMessage = (message) => batch.take(new MessageReader(message));
    call.onHalfClose = () => batch.halfClosed();
    call.onClose = () => batch.forgetAll();
  };
}

interface Unfinished extends BatchKey {
  readonly expected: number;
  readonly events: NewEvent[];
  size: number;
  timer: NodeJS.Timeout | undefined;
}

interface Options {
  readonly stream: string;
  readonly expected: number;
  /** How long the last chunk may take, at most {@link MAX_WAIT_MS}. */
  readonly waitMs: number;
}

class BatchAppend {
  private readonly unfinished = new Map<string, Unfinished>();
  /** The chunk that came last was not its append's last one. */
  private moreToCome = false;
  private inFlight = 0;
  private inputClosed = false;

  constructor(
    private readonly context: NodeContext,
    private readonly call: GrpcCall,
  ) {
    this.chooseEnding();
  }

  take(message: MessageReader): void {
    let correlationId: Buffer | undefined;
    let options: MessageReader | undefined;
    let isFinal = false;
    const proposed: MessageReader[] = [];
    while (message.next()) {
      if (message.field === 1) correlationId = message.bytes();
      else if (message.field === 2) options = message.message();
      else if (message.field === 3) proposed.push(message.message());
      else if (message.field === 4) isFinal = message.bool();
    }
    if (!correlationId) throw invalidArgument('BatchAppendReq without a correlation id.');
    const id = correlationId.toString('latin1');
    this.moreToCome = !isFinal;
    this.chooseEnding();
    if (options) this.begin(id, Buffer.from(correlationId), options, isFinal);
    const unfinished = this.unfinished.get(id);
    // Chunks of an append that is unknown or has been answered are dropped.
    if (!unfinished || !this.addEvents(id, unfinished, proposed)) return;
    if (isFinal) this.submit(id, unfinished);
  }

  halfClosed(): void {
    this.inputClosed = true;
    this.finishIfDone();
  }

  forgetAll(): void {
    for (const unfinished of this.unfinished.values()) clearTimeout(unfinished.timer);
    this.unfinished.clear();
  }

  private begin(id: string, correlationId: Buffer, reader: MessageReader, isFinal: boolean): void {
    if (this.unfinished.has(id)) throw invalidArgument('The correlation id is in use.');
    let options: Options;
    try {
      options = readBatchOptions(reader);
    } catch (error) {
      return this.reject({ correlationId, stream: '' }, batchFailure(error as Error));
    }
    const key = { correlationId, stream: options.stream };
    if (options.waitMs <= 0) return this.reject(key, batchTimeout);
    const timer = isFinal ? undefined : setTimeout(() => this.timedOut(id), options.waitMs);
    this.unfinished.set(id, { ...key, expected: options.expected, events: [], size: 0, timer });
    this.chooseEnding();
  }

  /**
   * A stopping node cancels the call; where an append's last chunk is missing, the connection is lost to its client,
   * whether the append was answered already or not.
   */
  private chooseEnding(): void {
    this.call.cancelOnStop = this.unfinished.size === 0 && !this.moreToCome;
  }

  private addEvents(id: string, unfinished: Unfinished, proposed: readonly MessageReader[]): boolean {
    const limit = this.context.maxAppendSize;
    try {
      for (const reader of proposed) {
        const event = readProposedEvent(reader);
        const size = eventSize(event);
        unfinished.size += size;
        this.call.retain(size);
        if (unfinished.size > limit) throw appendTooLarge(limit);
        unfinished.events.push(event);
      }
      return true;
    } catch (error) {
      this.forget(id, unfinished);
      const tooLarge = unfinished.size > limit;
      this.reject(unfinished, tooLarge ? batchTooLarge(limit) : batchFailure(error as Error));
      return false;
    }
  }

  private submit(id: string, unfinished: Unfinished): void {
    this.forget(id, unfinished);
    const { stream, expected, events, size } = unfinished;
    this.inFlight++;
    this.context.writer
      .submit(size, (staging) => append(staging, stream, expected, events))
      .then((outcome) => {
        if (outcome.kind === 'written') return batchSuccessFrame(unfinished, outcome);
        const error =
          outcome.kind === 'wrong' ? batchWrongVersion(expected, outcome.current) : batchStreamDeleted(stream);
        return batchErrorFrame(unfinished, error);
      })
      .catch((error: unknown) => batchErrorFrame(unfinished, batchFailure(asError(error))))
      .then((answer) => {
        this.inFlight--;
        this.send(answer);
        this.finishIfDone();
      })
      .catch((error: unknown) => this.call.fail(error));
    if (!this.context.writer.hasRoom) this.call.holdInput(this.context.writer.room());
  }

  private timedOut(id: string): void {
    const unfinished = this.unfinished.get(id);
    if (!unfinished) return;
    this.forget(id, unfinished);
    this.reject(unfinished, batchTimeout);
    this.finishIfDone();
  }

  private forget(id: string, unfinished: Unfinished): void {
    clearTimeout(unfinished.timer);
    this.unfinished.delete(id);
    this.chooseEnding();
    this.call.retain(-unfinished.size);
  }

  private reject(key: BatchKey, error: BatchError): void {
    this.send(batchErrorFrame(key, error));
  }

  /** A client that does not read its answers is not read from either. */
  private send(frame: Buffer): void {
    if (!this.call.send(frame)) this.call.holdInput(this.call.drained());
  }

  private finishIfDone(): void {
    if (this.inputClosed && this.inFlight === 0 && this.unfinished.size === 0) this.call.finish();
  }
}

function readBatchOptions(reader: MessageReader): Options {
  let stream = '';
  let expected: number | undefined;
  let waitMs = MAX_WAIT_MS;
  while (reader.next()) {
    if (reader.field === 1) stream = readIdentifier(reader.message());
    else if (reader.field >= 2 && reader.field <= 5) expected = readExpected(reader);
    else if (reader.field === 6) waitMs = Math.min(MAX_WAIT_MS, readMilliseconds(reader.message()) - Date.now());
    else if (reader.field === 7) waitMs = Math.min(MAX_WAIT_MS, readMilliseconds(reader.message()));
  }
  if (expected === undefined) throw invalidArgument('No expected state of the stream is given.');
  return { stream: streamName(stream), expected, waitMs };
}

/** google.protobuf.Timestamp and Duration: 1 seconds, 2 nanoseconds. */
function readMilliseconds(reader: MessageReader): number {
  let milliseconds = 0;
  while (reader.next()) {
    if (reader.field === 1) milliseconds += Number(reader.int64()) * 1000;
    else if (reader.field === 2) milliseconds += reader.int32() / 1_000_000;
  }
  return milliseconds;
}

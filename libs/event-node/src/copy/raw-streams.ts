import type { EventStoreDBClient } from '@eventstore/db-client';
import { Client, credentials } from '@grpc/grpc-js';
import type { CallOptions, Channel, ClientReadableStream, Metadata } from '@grpc/grpc-js';
import { Expected } from '../streams/expected.js';
import { TOMBSTONE } from '../protocol/constants.js';
import { MessageReader } from '../protocol/reader.js';
import { bytes, empty, integer, message, text } from '../protocol/writer.js';

/** An event with its bytes as stored: the client's own objects have JSON parsed, which can lose digits. */
export interface RawEvent {
  readonly stream: string;
  /** {@link TOMBSTONE} for `$streamDeleted`. */
  readonly revision: number;
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly metadata: Buffer;
  readonly data: Buffer;
}

export type RawAppend = { readonly kind: 'written' } | { readonly kind: 'wrong'; readonly current: number };

/** What the official client keeps to itself: its channel (addresses, TLS, discovery) and its credentials. */
interface ClientInternals {
  getChannel(): Promise<Channel>;
  callArguments(options: { requiresLeader: boolean; deadline?: number }): [Metadata, CallOptions];
}

const STREAMS = '/event_store.client.streams.Streams';
const ALL_AT_ONCE = 9007199254740991;
const identity = (value: Buffer): Buffer => value;

/** Streams calls with plain bytes over the official client's connection. */
export class RawStreams {
  private constructor(
    private readonly owner: EventStoreDBClient,
    private readonly grpc: Client,
  ) {}

  static async connect(connectionString: string): Promise<RawStreams> {
    // Loaded only when something is copied: its protobuf classes are global and clash with the newer client's.
    const { EventStoreDBClient: OfficialClient } = await import('@eventstore/db-client');
    const owner = OfficialClient.connectionString(connectionString);
    const channel = await (owner as unknown as ClientInternals).getChannel();
    const grpc = new Client('unused:1', credentials.createInsecure(), { channelOverride: channel });
    return new RawStreams(owner, grpc);
  }

  async close(): Promise<void> {
    this.grpc.close();
    await this.owner.dispose();
  }

  /** All events in order, from a position inclusive. */
  async *readAll(from = 0n): AsyncGenerator<RawEvent> {
    const start = from === 0n ? empty(2) : message(1, integer(1, from), integer(2, from));
    yield* this.read(message(2, start), false, ALL_AT_ONCE);
  }

  /** The newest readable event of a stream; undefined when there is none. */
  async last(stream: string): Promise<RawEvent | undefined> {
    const request = message(1, message(1, text(3, stream)), empty(4));
    for await (const event of this.read(request, true, 1)) return event;
    return undefined;
  }

  append(stream: string, expected: number, events: readonly RawEvent[]): Promise<RawAppend> {
    return new Promise((resolve, reject) => {
      const call = this.grpc.makeClientStreamRequest(
        `${STREAMS}/Append`,
        identity,
        identity,
        ...this.callArguments(30_000),
        (error, answer) => (error ? reject(error) : resolve(readAppendAnswer(answer as Buffer))),
      );
      call.write(message(1, message(1, text(3, stream)), expectedField(expected)));
      for (const event of events) call.write(message(2, ...proposedFields(event)));
      call.end();
    });
  }

  tombstone(stream: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = message(1, message(1, text(3, stream)), empty(4));
      this.grpc.makeUnaryRequest(
        `${STREAMS}/Tombstone`,
        identity,
        identity,
        request,
        ...this.callArguments(30_000),
        (error) => (error ? reject(error) : resolve()),
      );
    });
  }

  private async *read(target: Buffer, backwards: boolean, count: number): AsyncGenerator<RawEvent> {
    const options = [target, integer(3, backwards ? 1 : 0), integer(5, count), empty(8), message(9, empty(2))];
    const call: ClientReadableStream<Buffer> = this.grpc.makeServerStreamRequest(
      `${STREAMS}/Read`,
      identity,
      identity,
      message(1, ...options),
      ...this.callArguments(undefined),
    );
    try {
      for await (const answer of call as AsyncIterable<Buffer>) {
        const event = readAnswer(answer);
        if (event) yield event;
      }
    } finally {
      call.cancel();
    }
  }

  private callArguments(deadline: number | undefined): [Metadata, CallOptions] {
    const internals = this.owner as unknown as ClientInternals;
    return internals.callArguments({ requiresLeader: true, ...(deadline !== undefined && { deadline }) });
  }
}

function expectedField(expected: number): Buffer {
  return expected === Expected.NO_STREAM ? empty(3) : integer(2, expected);
}

function proposedFields(event: RawEvent): Buffer[] {
  const entry = (key: string, value: string): Buffer => message(2, text(1, key), text(2, value));
  return [
    message(1, text(2, event.id)),
    entry('type', event.type),
    entry('content-type', event.contentType),
    bytes(3, event.metadata),
    bytes(4, event.data),
  ];
}

function readAppendAnswer(answer: Buffer): RawAppend {
  const reader = new MessageReader(answer);
  while (reader.next()) {
    if (reader.field === 1) return { kind: 'written' };
    if (reader.field !== 2) continue;
    const wrong = reader.message();
    let current = -1;
    while (wrong.next()) if (wrong.field === 6) current = Number(wrong.uint64());
    return { kind: 'wrong', current };
  }
  throw new Error('the server answered an append with nothing');
}

function readAnswer(answer: Buffer): RawEvent | undefined {
  const reader = new MessageReader(answer);
  while (reader.next()) {
    if (reader.field !== 1) continue;
    const readEvent = reader.message();
    while (readEvent.next()) if (readEvent.field === 1) return readRecorded(readEvent.message());
  }
  return undefined;
}

function readRecorded(reader: MessageReader): RawEvent {
  const event = {
    stream: '',
    revision: 0,
    position: 0n,
    id: '',
    type: '',
    contentType: '',
    metadata: Buffer.alloc(0) as Buffer,
    data: Buffer.alloc(0) as Buffer,
  };
  while (reader.next()) {
    if (reader.field === 1) event.id = lastText(reader.message(), 2);
    else if (reader.field === 2) event.stream = lastText(reader.message(), 3);
    else if (reader.field === 3) event.revision = Math.min(Number(reader.uint64()), TOMBSTONE);
    else if (reader.field === 5) event.position = reader.uint64();
    else if (reader.field === 6) {
      const entry = reader.message();
      let key = '';
      while (entry.next()) {
        if (entry.field === 1) key = entry.string();
        else if (key === 'type') event.type = entry.string();
        else if (key === 'content-type') event.contentType = entry.string();
      }
    } else if (reader.field === 7) event.metadata = reader.bytes();
    else if (reader.field === 8) event.data = reader.bytes();
  }
  return event;
}

function lastText(reader: MessageReader, field: number): string {
  let value = '';
  while (reader.next()) if (reader.field === field) value = reader.string();
  return value;
}

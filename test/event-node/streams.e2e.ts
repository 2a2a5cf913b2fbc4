import {
  ANY,
  BACKWARDS,
  END,
  EventStoreDBClient,
  FORWARDS,
  MaxAppendSizeExceededError,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
  DeadlineExceededError,
  binaryEvent,
  jsonEvent,
} from '@eventstore/db-client';
import type { AppendExpectedRevision, EventData } from '@eventstore/db-client';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect, events, failureOf, startNode } from './support.js';
import type { NodeUnderTest } from './support.js';

let running: NodeUnderTest;
let client: EventStoreDBClient;
beforeAll(async () => {
  running = await startNode();
  ({ client } = running);
});
afterAll(() => running.stop());

let counter = 0;
const newStream = (): string => `stream-${++counter}`;

const revisions = async (stream: string, options = {}): Promise<bigint[]> =>
  (await collect(client.readStream(stream, options))).map(({ event }) => event?.revision ?? -1n);

/** The same act over BatchAppend (the default) and over Append (chosen by giving credentials). */
const ways = [
  ['BatchAppend', {}],
  ['Append', { credentials: { username: 'admin', password: 'changeit' } }],
] as const;

describe.each(ways)('appending over %s', (_name, way) => {
  const append = (stream: string, what: EventData | EventData[], expectedRevision: AppendExpectedRevision = ANY) =>
    client.appendToStream(stream, what, { expectedRevision, ...way });

  test('answers with the last revision and the last position', async () => {
    const stream = newStream();
    const first = await append(stream, events(3), NO_STREAM);
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 2n });
    const read = await collect(client.readStream(stream));
    expect(read.map(({ event }) => event?.revision)).toEqual([0n, 1n, 2n]);
    expect(read[2]?.event?.position).toEqual(first.position);
    expect((await append(stream, events(1), 2n)).nextExpectedRevision).toBe(3n);
  });

  test.each([
    ['any', ANY, [true, true, true]],
    ['no_stream', NO_STREAM, [true, true, false]],
    ['stream_exists', STREAM_EXISTS, [false, false, true]],
    ['the last revision', 1n, [false, true, true]],
    ['an older revision', 0n, [false, false, false]],
    ['a later revision', 9n, [false, false, false]],
  ] as const)('expecting %s on none, soft-deleted, existing', async (_expected, expected, allowed) => {
    const none = newStream();
    const deleted = newStream();
    const existing = newStream();
    await append(deleted, events(2));
    await client.deleteStream(deleted);
    await append(existing, events(2));
    for (const [index, stream] of [none, deleted, existing].entries()) {
      const outcome = append(stream, events(1), expected);
      if (allowed[index]) expect((await outcome).success).toBe(true);
      else expect(['wrong-expected-version', 'stream-deleted']).toContain((await failureOf(outcome))['type']);
    }
  });

  test('a wrong version names both versions', async () => {
    const stream = newStream();
    await append(stream, events(2));
    const error = await failureOf(append(stream, events(1), 5n));
    expect(error).toBeInstanceOf(WrongExpectedVersionError);
    expect(error).toMatchObject({ expectedVersion: 5n, actualVersion: 1n });
    const missing = await failureOf(append(newStream(), events(1), 0n));
    expect(missing).toMatchObject({ expectedVersion: 0n, actualVersion: NO_STREAM });
  });

  test('a retry of the same events is answered as the first time', async () => {
    const stream = newStream();
    const batch = events(3);
    const first = await append(stream, batch, NO_STREAM);
    await append(stream, events(1), 2n);
    for (const expected of [ANY, STREAM_EXISTS, NO_STREAM] as const) {
      expect(await append(stream, batch, expected)).toMatchObject({
        success: true,
        nextExpectedRevision: first.nextExpectedRevision,
        position: first.position,
      });
    }
    expect(await revisions(stream)).toEqual([0n, 1n, 2n, 3n]);
  });

  test('a retry at an exact revision compares with what is stored there', async () => {
    const stream = newStream();
    await append(stream, events(1));
    const batch = events(2);
    const first = await append(stream, batch, 0n);
    expect(await append(stream, batch, 0n)).toMatchObject({ nextExpectedRevision: 2n, position: first.position });
    const [known] = batch as [EventData];
    expect(await failureOf(append(stream, [known, ...events(1)], 0n))).toBeInstanceOf(WrongExpectedVersionError);
    expect(await failureOf(append(stream, events(2), 0n))).toBeInstanceOf(WrongExpectedVersionError);
  });

  test('with any, a known first event with an unknown one after it is wrong, an unknown first one writes', async () => {
    const stream = newStream();
    const known = events(1);
    await append(stream, known);
    expect(await failureOf(append(stream, [...known, ...events(1)]))).toBeInstanceOf(WrongExpectedVersionError);
    await append(stream, [...events(1), ...known]);
    expect(await revisions(stream)).toEqual([0n, 1n, 2n]);
  });

  test('at the last revision the same id may be written again', async () => {
    const stream = newStream();
    const same = events(1);
    await append(stream, same);
    await append(stream, same, 0n);
    expect(await revisions(stream)).toEqual([0n, 1n]);
  });

  test('more than the limit is refused whole', async () => {
    const stream = newStream();
    const large = jsonEvent({ type: 'large', data: { text: 'x'.repeat(600_000) } });
    const error = await failureOf(append(stream, [large, { ...large, id: randomUUID() }]));
    expect(error).toBeInstanceOf(MaxAppendSizeExceededError);
    expect(error).toMatchObject({ maxAppendSize: 1_048_576 });
    expect(await failureOf(collect(client.readStream(stream)))).toBeInstanceOf(StreamNotFoundError);
  });

  test('bytes come back as they were sent', async () => {
    const stream = newStream();
    const data = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const event = binaryEvent({ type: 'bytes', data, metadata: data });
    const json = jsonEvent({ type: 'json', data: { ngữ: 'tiếng Việt' }, metadata: { a: 1 } });
    await append(stream, [event, json]);
    const [first, second] = await collect(client.readStream(stream));
    expect(first?.event).toMatchObject({ id: event.id, isJson: false, type: 'bytes' });
    expect(Buffer.from(first?.event?.data as Uint8Array)).toEqual(data);
    expect(Buffer.from(first?.event?.metadata as Uint8Array)).toEqual(data);
    expect(second?.event).toMatchObject({ isJson: true, data: { ngữ: 'tiếng Việt' }, metadata: { a: 1 } });
    expect(Math.abs((first?.event?.created.getTime() ?? 0) - Date.now())).toBeLessThan(5_000);
  });

  test('zero events check the version and write nothing', async () => {
    const stream = newStream();
    const empty = await append(stream, [], NO_STREAM);
    expect(empty.success).toBe(true);
    expect(await failureOf(append(stream, [], STREAM_EXISTS))).toBeInstanceOf(WrongExpectedVersionError);
  });

  test('a closed stream refuses', async () => {
    const stream = newStream();
    await append(stream, events(1));
    await client.tombstoneStream(stream);
    expect(await failureOf(append(stream, events(1)))).toBeInstanceOf(StreamDeletedError);
    expect(await failureOf(append(`$$${stream}`, events(1)))).toBeInstanceOf(StreamDeletedError);
  });
});

test('an event of nearly 16 MiB comes back whole, and one beyond that is refused before it is written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'event-node-large-'));
  const large = await startNode({ data: folder, maxAppendSize: 16 * 1024 * 1024 });
  try {
    const data = randomBytes(15.95 * 1024 * 1024);
    await large.client.appendToStream('large', binaryEvent({ type: 'large', data }));
    await large.client.appendToStream('large', binaryEvent({ type: 'large', data }));
    const tooLarge = binaryEvent({ type: 'large', data: Buffer.alloc(16 * 1024 * 1024) });
    expect(await failureOf(large.client.appendToStream('large', tooLarge))).toMatchObject({ code: 8 });
    const read = await collect(large.client.readStream('large'));
    expect(read.map(({ event }) => data.equals(event?.data as Uint8Array))).toEqual([true, true]);
  } finally {
    await large.stop();
    await rm(folder, { recursive: true });
  }
});

test('a batch that is late fails with its deadline', async () => {
  const late = client.appendToStream(newStream(), events(3_000), { deadline: 1 });
  expect(await failureOf(late)).toBeInstanceOf(DeadlineExceededError);
});

test('a thousand appends at once land in the order they were sent', async () => {
  const stream = newStream();
  const sent = events(1_000);
  await Promise.all(sent.map((event) => client.appendToStream(stream, event)));
  const read = await collect(client.readStream(stream));
  expect(read.map(({ event }) => event?.id)).toEqual(sent.map((event) => event.id));
});

describe('reading a stream', () => {
  const stream = 'read-me';
  beforeAll(() => client.appendToStream(stream, events(10)));

  test.each([
    [{ direction: FORWARDS, fromRevision: START, maxCount: 3 }, [0n, 1n, 2n]],
    [{ direction: FORWARDS, fromRevision: 8n }, [8n, 9n]],
    [{ direction: FORWARDS, fromRevision: 50n }, []],
    [{ direction: FORWARDS, fromRevision: END }, []],
    [{ direction: BACKWARDS, fromRevision: END, maxCount: 2 }, [9n, 8n]],
    [{ direction: BACKWARDS, fromRevision: 1n }, [1n, 0n]],
    [{ direction: BACKWARDS, fromRevision: 50n, maxCount: 1 }, [9n]],
    [{ direction: BACKWARDS, fromRevision: START }, [0n]],
  ] as const)('%j', async (options, expected) => {
    expect(await revisions(stream, options)).toEqual(expected);
  });

  test('that is not there is not found, under any name', async () => {
    const error = await failureOf(collect(client.readStream('không có / 0️⃣')));
    expect(error).toBeInstanceOf(StreamNotFoundError);
    expect(error['streamName']).toBe('không có / 0️⃣');
  });

  test('that is closed is deleted, and its name travels in ASCII', async () => {
    const closed = 'đã đóng';
    await client.tombstoneStream(closed);
    const error = await failureOf(collect(client.readStream(closed)));
    expect(error).toBeInstanceOf(StreamDeletedError);
    expect(decodeURIComponent(String(error['streamName']))).toBe(closed);
    expect(await failureOf(collect(client.readStream(`$$${closed}`)))).toBeInstanceOf(StreamDeletedError);
  });
});

describe('reading $all', () => {
  const ids = async (options = {}): Promise<string[]> =>
    (await collect(client.readAll(options))).map(({ event }) => event?.id ?? '');

  test('is in the order of the log, both ways', async () => {
    const forwards = await ids();
    expect(await ids({ direction: BACKWARDS, fromPosition: END })).toEqual(forwards.toReversed());
    expect(forwards.length).toBeGreaterThan(8);
  });

  test('from a position is inclusive forwards and exclusive backwards', async () => {
    const all = await collect(client.readAll({ maxCount: 6 }));
    const fourth = all[3]?.event;
    if (!fourth) throw new Error('too few events');
    const fromPosition = fourth.position;
    expect((await ids({ fromPosition, maxCount: 1 }))[0]).toBe(fourth.id);
    expect((await ids({ fromPosition, direction: BACKWARDS, maxCount: 1 }))[0]).toBe(all[2]?.event?.id);
    expect(await ids({ direction: BACKWARDS, fromPosition: START })).toEqual([]);
    expect(await ids({ fromPosition: END })).toEqual([]);
  });
});

describe('truncation', () => {
  const filled = async (count: number): Promise<string> => {
    const stream = newStream();
    await client.appendToStream(stream, events(count));
    return stream;
  };

  test('by $maxCount keeps the newest', async () => {
    const stream = await filled(6);
    await client.setStreamMetadata(stream, { maxCount: 2 });
    expect(await revisions(stream)).toEqual([4n, 5n]);
    expect(await revisions(stream, { direction: BACKWARDS, fromRevision: END })).toEqual([5n, 4n]);
    expect(await revisions(stream, { direction: BACKWARDS, fromRevision: 2n })).toEqual([]);
  });

  test('by $tb keeps what is not before, and all of it may go', async () => {
    const stream = await filled(4);
    await client.setStreamMetadata(stream, { truncateBefore: 3 });
    expect(await revisions(stream)).toEqual([3n]);
    await client.setStreamMetadata(stream, { truncateBefore: 4 });
    expect(await revisions(stream)).toEqual([]);
    await client.appendToStream(stream, events(1), { expectedRevision: 3n });
    expect(await revisions(stream)).toEqual([4n]);
  });

  test('by $maxAge hides what is older', async () => {
    const stream = await filled(2);
    await client.setStreamMetadata(stream, { maxAge: 1 });
    expect(await revisions(stream)).toEqual([0n, 1n]);
    const read = await collect(client.readStream(stream));
    const created = read[0]?.event?.created.getTime() ?? 0;
    while (Date.now() < created + 1_050) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await revisions(stream)).toEqual([]);
  });

  test.each(['{"$maxCount":"2"}', '{"$maxCount":1.5}', '[]', 'nonsense'])(
    'metadata %s counts as empty',
    async (json) => {
      const stream = await filled(3);
      const event = { ...jsonEvent({ type: '$metadata', data: {} }), data: json as never };
      await client.appendToStream(`$$${stream}`, { ...event, contentType: 'application/json' });
      expect(await revisions(stream)).toHaveLength(3);
    },
  );

  test('a metadata stream shows only its newest event, numbered on', async () => {
    const stream = await filled(1);
    for (const maxCount of [5, 6, 7]) await client.setStreamMetadata(stream, { maxCount });
    expect(await revisions(`$$${stream}`)).toEqual([2n]);
    expect((await client.getStreamMetadata(stream)).metadata).toMatchObject({ maxCount: 7 });
  });
});

describe('deleting', () => {
  test('hides the stream until it is written again, which goes on counting', async () => {
    const stream = newStream();
    await client.appendToStream(stream, events(3));
    await client.setStreamMetadata(stream, { maxCount: 50, custom: 'kept' } as never);
    const deleted = await client.deleteStream(stream, { expectedRevision: 2n });
    expect(deleted.position).toBeDefined();
    expect(await failureOf(collect(client.readStream(stream)))).toBeInstanceOf(StreamNotFoundError);
    await client.deleteStream(stream);
    const again = await client.appendToStream(stream, events(2), { expectedRevision: NO_STREAM });
    expect(again.nextExpectedRevision).toBe(4n);
    expect(await revisions(stream)).toEqual([3n, 4n]);
    expect((await client.getStreamMetadata(stream)).metadata).toMatchObject({ truncateBefore: 3 });
  });

  test('then setting metadata brings the stream back behind its last revision', async () => {
    const stream = newStream();
    await client.appendToStream(stream, events(3));
    await client.deleteStream(stream);
    await client.setStreamMetadata(stream, { maxCount: 9 });
    expect((await client.getStreamMetadata(stream)).metadata).toMatchObject({ maxCount: 9, truncateBefore: 3 });
    expect(await revisions(stream)).toEqual([]);
  });

  test('a stream that never was is a wrong version, tombstoning it is not', async () => {
    const error = await failureOf(client.deleteStream(newStream()));
    expect(error).toBeInstanceOf(WrongExpectedVersionError);
    expect(error).toMatchObject({ expectedVersion: -2n, actualVersion: -1n });
    const stream = newStream();
    await client.tombstoneStream(stream, { expectedRevision: NO_STREAM });
    expect(await failureOf(client.tombstoneStream(stream))).toBeInstanceOf(StreamDeletedError);
    expect(await failureOf(client.deleteStream(stream))).toBeInstanceOf(StreamDeletedError);
  });

  test('at the wrong revision is refused', async () => {
    const stream = newStream();
    await client.appendToStream(stream, events(1));
    const error = await failureOf(client.tombstoneStream(stream, { expectedRevision: 7n }));
    expect(error).toMatchObject({ expectedVersion: 7n, actualVersion: 0n });
    expect(error.message).toContain('Delete failed due to WrongExpectedVersion.');
    expect(await failureOf(client.deleteStream(stream, { expectedRevision: NO_STREAM }))).toBeInstanceOf(
      WrongExpectedVersionError,
    );
  });

  test('leaves everything in $all, tombstones included', async () => {
    const stream = newStream();
    const [event] = events(1) as [EventData];
    await client.appendToStream(stream, event);
    await client.tombstoneStream(stream);
    const last = await collect(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 2 }));
    expect(last.map((item) => item.event?.type)).toEqual(['$streamDeleted', 'tested']);
    expect(last[0]?.event?.revision).toBe(9223372036854775807n);
  });
});

describe('links', () => {
  const link = (to: string): EventData => binaryEvent({ type: '$>', data: Buffer.from(to) });

  test('are followed one level when asked, and are plain events otherwise', async () => {
    const target = newStream();
    const stream = newStream();
    await client.appendToStream(target, events(2));
    await client.appendToStream(stream, [link(`1@${target}`), link('x@y'), ...events(1)]);
    const resolved = await collect(client.readStream(stream, { resolveLinkTos: true }));
    expect(resolved.map((item) => [item.event?.streamId, item.link?.streamId])).toEqual([
      [target, stream],
      [stream, undefined],
      [stream, undefined],
    ]);
    const plain = await collect(client.readStream(stream));
    expect(plain.map((item) => item.event?.type)).toEqual(['$>', '$>', 'tested']);
  });

  test('to what is missing, truncated or deleted have no event', async () => {
    const truncated = newStream();
    const deleted = newStream();
    const stream = newStream();
    await client.appendToStream(truncated, events(3));
    await client.setStreamMetadata(truncated, { truncateBefore: 2 });
    await client.appendToStream(deleted, events(1));
    await client.deleteStream(deleted);
    await client.appendToStream(stream, [
      link(`0@${truncated}`),
      link(`0@${deleted}`),
      link('7@nobody'),
      link(`2@${truncated}`),
    ]);
    const resolved = await collect(client.readStream(stream, { resolveLinkTos: true }));
    expect(resolved.map((item) => item.event?.revision)).toEqual([undefined, undefined, undefined, 2n]);
    expect(resolved.every((item) => item.link?.streamId === stream)).toBe(true);
  });
});

describe('beside the streams', () => {
  test('ping answers on the same port, other paths do not', async () => {
    const ping = await fetch(`http://${running.node.address}/ping`);
    expect(await ping.json()).toEqual({ msgTypeId: 1, text: 'Ping request successfully handled' });
    expect((await fetch(`http://${running.node.address}/nowhere`)).status).toBe(404);
  });

  test('an event can be posted over HTTP, malformed JSON and all', async () => {
    const stream = newStream();
    const posted = await fetch(`http://${running.node.address}/streams/${stream}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'es-eventtype': 'posted', 'es-eventid': randomUUID() },
      body: '****',
    });
    expect(posted.status).toBe(201);
    expect(await revisions(stream)).toEqual([0n]);
  });

  test('discovery finds the node by gossip', async () => {
    const discovering = EventStoreDBClient.connectionString(
      `esdb+discover://${running.node.address}?tls=false&nodePreference=leader`,
    );
    const stream = newStream();
    expect((await discovering.appendToStream(stream, events(1))).success).toBe(true);
    await discovering.dispose();
  });
});

import {
  AppendConsistencyViolationError,
  KurrentDBClient,
  NO_STREAM,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
  jsonEvent,
  streamNameFilter,
} from '@kurrent/kurrentdb-client';
import { randomUUID } from 'node:crypto';
import { startEventNode } from '#event-node';
import type { EventNode } from '#event-node';

/** The newer client: its reads go through a native bridge with a connection of its own. */
let node: EventNode;
let client: KurrentDBClient;
beforeAll(async () => {
  node = await startEventNode({ data: 'memory' });
  client = KurrentDBClient.connectionString(`kurrentdb://${node.address}?tls=false`);
});
afterAll(async () => {
  await client.dispose();
  await node.stop();
});

const event = (index = 0) => jsonEvent({ type: 'tested', data: { index }, metadata: { by: 'me' } });

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function failureOf(action: Promise<unknown>): Promise<unknown> {
  return action.then(
    () => Promise.reject(new Error('the call was expected to fail')),
    (error: unknown) => error,
  );
}

test('writes, reads both ways, and knows what is missing or closed', async () => {
  await client.appendToStream('one', [event(0), event(1)], { streamState: NO_STREAM });
  const read = await collect(client.readStream('one'));
  expect(read.map((item) => item.event?.revision)).toEqual([0n, 1n]);
  const back = await collect(client.readStream('one', { direction: 'backwards', fromRevision: 'end', maxCount: 1 }));
  expect(back.map((item) => item.event?.revision)).toEqual([1n]);
  expect((await collect(client.readAll())).length).toBeGreaterThanOrEqual(3);
  expect(await failureOf(collect(client.readStream('nobody')))).toBeInstanceOf(StreamNotFoundError);
  await client.tombstoneStream('closed');
  expect(await failureOf(collect(client.readStream('closed')))).toBeInstanceOf(StreamDeletedError);
});

test('filtered reads of $all', async () => {
  await client.appendToStream('filtered-a', [event(1), event(2)]);
  const filter = streamNameFilter({ prefixes: ['filtered-'] });
  const read = await collect(client.readAll({ filter }));
  expect(read.map((item) => item.event?.streamId)).toEqual(['filtered-a', 'filtered-a']);
});

test('subscriptions tell once that they are live', async () => {
  await client.appendToStream('live', [event(0), event(1)]);
  const subscription = client.subscribeToStream('live', { fromRevision: 0n });
  const seen: (bigint | undefined)[] = [];
  let caughtUp = 0;
  subscription.on('caughtUp', () => {
    caughtUp++;
    void client.appendToStream('live', event(2));
  });
  for await (const item of subscription) if (seen.push(item.event?.revision) === 2) break;
  await subscription.unsubscribe();
  expect(seen).toEqual([1n, 2n]);
  expect(caughtUp).toBe(1);
});

describe('multi-stream appends', () => {
  test('are written as one, and read back over v1', async () => {
    const result = await client.multiStreamAppend([
      { streamName: 'multi-a', events: [event(1), event(2)], expectedState: NO_STREAM },
      { streamName: 'multi-b', events: [event(3)], expectedState: 'any' },
    ]);
    expect(result.responses).toEqual([
      { streamName: 'multi-a', revision: 1n },
      { streamName: 'multi-b', revision: 0n },
    ]);
    const [read] = await collect(client.readStream<ReturnType<typeof event>>('multi-b'));
    expect(read?.event).toMatchObject({
      data: { index: 3 },
      metadata: { by: 'me', '$schema.name': 'tested', '$schema.format': 'Json' },
    });
    expect(read?.event?.position?.commit).toBe(result.position);
  });

  test('fail whole when one stream is not as expected', async () => {
    const error = await failureOf(
      client.multiStreamAppend([
        { streamName: 'whole-a', events: [event()], expectedState: 'any' },
        { streamName: 'whole-b', events: [event()], expectedState: 4n },
      ]),
    );
    expect(error).toBeInstanceOf(WrongExpectedVersionError);
    expect(await failureOf(collect(client.readStream('whole-a')))).toBeInstanceOf(StreamNotFoundError);
  });

  test('are idempotent as a whole', async () => {
    const requests = [
      { streamName: 'same-a', events: [event()], expectedState: 'any' as const },
      { streamName: 'same-b', events: [event()], expectedState: 'any' as const },
    ];
    const first = await client.multiStreamAppend(requests);
    expect(await client.multiStreamAppend(requests)).toEqual(first);
  });
});

describe('records with checks', () => {
  test('keep their interleaving in the log', async () => {
    const streams = ['mixed-a', 'mixed-b', 'mixed-a'];
    const records = streams.map((streamName) => ({ streamName, record: { ...event(), id: randomUUID() } }));
    const result = await client.appendRecords(records);
    expect(result.responses).toEqual([
      { streamName: 'mixed-a', revision: 1n },
      { streamName: 'mixed-b', revision: 0n },
    ]);
    const filter = streamNameFilter({ prefixes: ['mixed-'] });
    const read = await collect(client.readAll({ filter }));
    expect(read.map((item) => item.event?.streamId)).toEqual(streams);
  });

  test('name every check that fails, and write nothing', async () => {
    await client.appendToStream('checked', [event(0), event(1)]);
    const error = await failureOf(
      client.appendRecords(
        [{ streamName: 'unwritten', record: event() }],
        [
          { type: 'stream_state', streamName: 'checked', expectedState: 0n },
          { type: 'stream_state', streamName: 'absent', expectedState: 'stream_exists' },
        ],
      ),
    );
    expect(error).toBeInstanceOf(AppendConsistencyViolationError);
    const { violations } = error as AppendConsistencyViolationError;
    expect(violations).toMatchObject([
      { checkIndex: 0, streamName: 'checked' },
      { checkIndex: 1, streamName: 'absent' },
    ]);
    expect(await failureOf(collect(client.readStream('unwritten')))).toBeInstanceOf(StreamNotFoundError);
  });
});

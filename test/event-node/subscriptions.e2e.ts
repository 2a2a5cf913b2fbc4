import {
  CancelledError,
  END,
  START,
  StreamDeletedError,
  UnavailableError,
  binaryEvent,
  eventTypeFilter,
  excludeSystemEvents,
  jsonEvent,
  streamNameFilter,
} from '@eventstore/db-client';
import type { AllStreamSubscription, EventStoreDBClient, Position, StreamSubscription } from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { spawnNode } from './node-process.js';
import { memoryMiB } from './process-usage.js';
import { collect, connect, events, failureOf, startNode, take, until } from './support.js';
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

/** Resolves when the subscription has told that it is live. */
const live = (subscription: StreamSubscription | AllStreamSubscription): Promise<void> =>
  new Promise((resolve) => subscription.once('caughtUp', () => resolve()));

describe('to a stream', () => {
  test.each([
    ['start', START, [0n, 1n, 2n, 3n]],
    ['a revision, exclusive', 1n, [2n, 3n]],
    ['end', END, [3n]],
    ['beyond the end', 2n, [3n]],
  ] as const)('from %s', async (_from, fromRevision, expected) => {
    const stream = newStream();
    await client.appendToStream(stream, events(3));
    const subscription = client.subscribeToStream(stream, { fromRevision });
    const seen: bigint[] = [];
    subscription.on('data', ({ event }) => seen.push(event?.revision ?? -1n));
    await live(subscription);
    await client.appendToStream(stream, events(1));
    await until(() => seen.length === expected.length);
    expect(seen).toEqual(expected);
    await subscription.unsubscribe();
  });

  test('that is not there yet waits for it, and for a deleted one to come back', async () => {
    const stream = newStream();
    const subscription = client.subscribeToStream(stream);
    const seen: bigint[] = [];
    subscription.on('data', ({ event }) => seen.push(event?.revision ?? -1n));
    await live(subscription);
    await client.appendToStream(stream, events(2));
    await until(() => seen.length === 2);
    await client.deleteStream(stream);
    await client.appendToStream(stream, events(1));
    await until(() => seen.length === 3);
    expect(seen).toEqual([0n, 1n, 2n]);
    await subscription.unsubscribe();
  });

  test('begins behind what is truncated', async () => {
    const stream = newStream();
    await client.appendToStream(stream, events(5));
    await client.setStreamMetadata(stream, { truncateBefore: 3 });
    const seen = await take(client.subscribeToStream(stream), 2);
    expect(seen.map(({ event }) => event?.revision)).toEqual([3n, 4n]);
  });

  test('delivers the tombstone, then fails; a closed stream fails at once', async () => {
    const stream = newStream();
    await client.appendToStream(stream, events(1));
    const subscription = client.subscribeToStream(stream);
    const types: string[] = [];
    subscription.on('data', ({ event }) => types.push(event?.type ?? ''));
    const error = new Promise((resolve) => subscription.once('error', resolve));
    await live(subscription);
    await client.tombstoneStream(stream);
    expect(await error).toBeInstanceOf(StreamDeletedError);
    expect(types).toEqual(['tested', '$streamDeleted']);
    expect(await failureOf(collect(client.subscribeToStream(stream)))).toBeInstanceOf(StreamDeletedError);
  });

  test('resolves links while live', async () => {
    const target = newStream();
    const stream = newStream();
    await client.appendToStream(target, events(1));
    const subscription = client.subscribeToStream(stream, { resolveLinkTos: true });
    const seen: (string | undefined)[] = [];
    subscription.on('data', ({ event }) => seen.push(event?.streamId));
    await live(subscription);
    await client.appendToStream(stream, binaryEvent({ type: '$>', data: Buffer.from(`0@${target}`) }));
    await until(() => seen.length === 1);
    expect(seen).toEqual([target]);
    await subscription.unsubscribe();
  });
});

describe('to $all', () => {
  test('misses and repeats nothing between catching up and being live', async () => {
    const prefix = `handover-${newStream()}-`;
    let writing = true;
    let written = 0;
    const writers = Promise.all(
      [0, 1, 2, 3].map(async (writer) => {
        while (writing) {
          await client.appendToStream(`${prefix}${writer}`, events(1));
          written++;
        }
      }),
    );
    await until(() => written > 50);
    const seen: string[] = [];
    const subscription = client.subscribeToAll({ filter: streamNameFilter({ prefixes: [prefix] }) });
    subscription.on('data', ({ event }) => seen.push(`${event?.revision}@${event?.streamId}`));
    await live(subscription);
    await until(() => written > 150);
    writing = false;
    await writers;
    await until(() => seen.length >= written);
    expect(seen).toHaveLength(written);
    expect(new Set(seen).size).toBe(written);
    await subscription.unsubscribe();
  });

  test('from a position is exclusive', async () => {
    const stream = newStream();
    const first = await client.appendToStream(stream, events(1));
    const second = await client.appendToStream(stream, events(1));
    const [next] = await take(client.subscribeToAll({ fromPosition: first.position as Position }), 1);
    expect(next?.event?.position).toEqual(second.position);
  });

  test.each([
    ['stream prefix', (name: string) => streamNameFilter({ prefixes: [name] }), 3],
    ['stream pattern', (name: string) => streamNameFilter({ regex: `^${name}$` }), 3],
    ['type prefix', (name: string) => eventTypeFilter({ prefixes: [`type-${name}`] }), 2],
    ['type pattern', (name: string) => eventTypeFilter({ regex: `${name}$` }), 2],
  ] as const)('filtered by %s', async (_kind, filter, expected) => {
    const stream = `filter-${newStream()}-`;
    await client.appendToStream(stream, [...events(1), ...events(2, `type-${stream}`)]);
    await client.appendToStream('unrelated', events(3));
    const subscription = client.subscribeToAll({ filter: filter(stream) });
    const seen: unknown[] = [];
    subscription.on('data', (item) => seen.push(item));
    await live(subscription);
    expect(seen).toHaveLength(expected);
    await subscription.unsubscribe();
  });

  test('without system events', async () => {
    await client.setStreamMetadata(newStream(), { maxCount: 1 });
    const seen: string[] = [];
    const subscription = client.subscribeToAll({ filter: excludeSystemEvents() });
    subscription.on('data', ({ event }) => seen.push(event?.type ?? ''));
    await live(subscription);
    expect(seen.filter((type) => type.startsWith('$'))).toEqual([]);
    await subscription.unsubscribe();
  });

  test('checkpoints come every so many events, never twice, and never before an undelivered event', async () => {
    const prefix = `checkpoint-${newStream()}-`;
    const start = await client.appendToStream('elsewhere', events(1));
    for (let round = 0; round < 6; round++) {
      await client.appendToStream(round % 2 ? 'elsewhere' : `${prefix}${round}`, events(64));
    }
    const seen: { kind: 'event' | 'checkpoint'; at: bigint }[] = [];
    const filter = streamNameFilter({
      prefixes: [prefix],
      maxSearchWindow: 32,
      checkpointInterval: 2,
      checkpointReached: async (_subscription, position) => void seen.push({ kind: 'checkpoint', at: position.commit }),
    });
    const subscription = client.subscribeToAll({ filter, fromPosition: start.position as Position });
    subscription.on('data', ({ event }) => seen.push({ kind: 'event', at: event?.position?.commit ?? 0n }));
    await live(subscription);
    for (let round = 0; round < 2; round++) await client.appendToStream('elsewhere', events(64));
    const checkpoints = () => seen.filter(({ kind }) => kind === 'checkpoint').map(({ at }) => at);
    await until(() => checkpoints().length >= 8);
    await subscription.unsubscribe();
    expect(seen.filter(({ kind }) => kind === 'event')).toHaveLength(192);
    const places = seen.map(({ at }) => at);
    expect(places).toEqual(places.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(new Set(checkpoints()).size).toBe(checkpoints().length);
    const origin = start.position?.commit ?? 0n;
    expect(checkpoints()).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n].map((times) => origin + times * 64n));
  });
});

describe('bounded', () => {
  test('a reader that does not read holds up nobody and is not waited for', async () => {
    const node = await spawnNode('--port', '0', '--in-memory');
    const quick = connect(node);
    const slow = connect(node);
    const large = jsonEvent({ type: 'large', data: { filler: 'x'.repeat(100_000) } });
    for (let index = 0; index < 60; index++) await quick.appendToStream('large', { ...large, id: randomUUID() });
    const before = memoryMiB(node.pid);
    const readers = Array.from({ length: 30 }, () => slow.readStream('large'));
    for (const reader of readers) await new Promise((resolve) => reader.once('readable', resolve));
    expect(await collect(quick.readStream('large'))).toHaveLength(60);
    // 30 readers of 6 MB each: without back-pressure 180 MB would wait in the node.
    expect(memoryMiB(node.pid) - before).toBeLessThan(60);
    // After a pause longer than the node's patience with a client's input, the slow ones still get everything.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    for (const reader of readers.slice(0, 3)) expect(await collect(reader)).toHaveLength(60);
    await Promise.all([slow.dispose(), quick.dispose()]);
    await node.end('SIGTERM');
  });

  test('a thousand subscriptions each get the event', async () => {
    const stream = newStream();
    const subscriptions = Array.from({ length: 1_000 }, () => client.subscribeToStream(stream));
    const ready = Promise.all(subscriptions.map(live));
    let delivered = 0;
    for (const subscription of subscriptions) subscription.on('data', () => delivered++);
    await ready;
    await client.appendToStream(stream, events(1));
    await until(() => delivered === 1_000);
    await Promise.all(subscriptions.map((subscription) => subscription.unsubscribe()));
  });

  test('a stopping node cancels its subscriptions', async () => {
    const other = await startNode();
    const subscription = other.client.subscribeToAll();
    const error = new Promise((resolve) => subscription.once('error', resolve));
    subscription.on('data', () => undefined);
    await live(subscription);
    await other.node.stop();
    expect([CancelledError, UnavailableError]).toContain(((await error) as Error).constructor);
    await other.client.dispose();
  });
});

import {
  END,
  PARK,
  RETRY,
  SKIP,
  START,
  PersistentSubscriptionDoesNotExistError,
  PersistentSubscriptionDroppedError,
  PersistentSubscriptionExistsError,
  PersistentSubscriptionFailedError,
  PersistentSubscriptionMaximumSubscribersReachedError,
  persistentSubscriptionToAllSettingsFromDefaults as allSettings,
  persistentSubscriptionToStreamSettingsFromDefaults as streamSettings,
  streamNameFilter,
} from '@eventstore/db-client';
import type { PersistentSubscriptionToStream, PersistentSubscriptionToStreamSettings } from '@eventstore/db-client';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect, connect, events, failureOf, startNode, take, until } from './support.js';
import type { NodeUnderTest } from './support.js';
import { startEventNode } from '#event-node';

let running: NodeUnderTest;
beforeAll(async () => void (running = await startNode()));
afterAll(() => running.stop());

let counter = 0;
function names(): { stream: string; group: string } {
  counter++;
  return { stream: `stream-${counter}`, group: `group-${counter}` };
}

async function createGroup(overrides: Partial<PersistentSubscriptionToStreamSettings> = {}) {
  const { stream, group } = names();
  const settings = streamSettings({ startFrom: START, ...overrides });
  await running.client.createPersistentSubscriptionToStream(stream, group, settings);
  return { stream, group, settings };
}

const join$ = (stream: string, group: string, bufferSize?: number): PersistentSubscriptionToStream =>
  running.client.subscribeToPersistentSubscriptionToStream(
    stream,
    group,
    bufferSize === undefined ? {} : { bufferSize },
  );

const infoOf = (stream: string, group: string) => running.client.getPersistentSubscriptionToStreamInfo(stream, group);

describe('groups', () => {
  test('read their settings back exactly', async () => {
    const { stream, group, settings } = await createGroup({ maxSubscriberCount: 3, extraStatistics: true });
    const info = await infoOf(stream, group);
    expect(info.settings).toEqual(settings);
    expect(info.eventSource).toBe(stream);
    expect(info.connections).toEqual([]);
    const changed = streamSettings({ startFrom: BigInt(12), messageTimeout: 7000 });
    await running.client.updatePersistentSubscriptionToStream(stream, group, changed);
    expect((await infoOf(stream, group)).settings).toEqual(changed);
  });

  test('to $all read their settings back exactly', async () => {
    const { group } = names();
    const settings = allSettings({ startFrom: END });
    await running.client.createPersistentSubscriptionToAll(group, settings);
    const info = await running.client.getPersistentSubscriptionToAllInfo(group);
    expect(info.settings).toEqual(settings);
    expect(info.eventSource).toBe('$all');
  });

  test('exist once, and have errors by name', async () => {
    const { stream, group } = await createGroup();
    const again = running.client.createPersistentSubscriptionToStream(stream, group, streamSettings());
    expect(await failureOf(again)).toBeInstanceOf(PersistentSubscriptionExistsError);
    await running.client.deletePersistentSubscriptionToStream(stream, group);
    const error = await failureOf(infoOf(stream, group));
    expect(error).toBeInstanceOf(PersistentSubscriptionDoesNotExistError);
    expect(error.message).toBe(`5 NOT_FOUND: Subscription group ${group} on stream ${stream} does not exist.`);
    expect(error).toMatchObject({ streamName: stream, groupName: group });
    const list = await failureOf(running.client.listPersistentSubscriptionsToStream('nobody'));
    expect(list).toBeInstanceOf(PersistentSubscriptionDoesNotExistError);
  });

  test('refuse settings that cannot work', async () => {
    const { stream, group } = names();
    const bad = streamSettings({ readBatchSize: 500, historyBufferSize: 500 });
    const error = await failureOf(running.client.createPersistentSubscriptionToStream(stream, group, bad));
    expect(error).toBeInstanceOf(PersistentSubscriptionFailedError);
    const beyond = allSettings({ startFrom: { commit: 10n ** 12n, prepare: 10n ** 12n } });
    const failure = await failureOf(running.client.createPersistentSubscriptionToAll(group, beyond));
    expect(failure).toBeInstanceOf(PersistentSubscriptionFailedError);
  });

  test('are listed by stream name', async () => {
    const first = await createGroup();
    const listed = await running.client.listAllPersistentSubscriptions();
    const sources = listed.map((info) => info.eventSource);
    expect(sources).toEqual(sources.toSorted());
    expect(sources).toContain(first.stream);
  });
});

describe('delivery', () => {
  test('starts where the group says, and goes on with new events', async () => {
    const { stream, group } = names();
    await running.client.appendToStream(stream, events(4));
    await running.client.createPersistentSubscriptionToStream(stream, group, streamSettings({ startFrom: 1n }));
    const subscription = join$(stream, group);
    const seen: bigint[] = [];
    const done = (async () => {
      for await (const event of subscription) {
        seen.push(event.event?.revision ?? -1n);
        await subscription.ack(event);
        if (seen.length === 5) break;
      }
    })();
    await running.client.appendToStream(stream, events(2));
    await done;
    expect(seen).toEqual([1n, 2n, 3n, 4n, 5n]);
  });

  test('is counted since the information was last asked for', async () => {
    const { stream, group } = await createGroup();
    await infoOf(stream, group);
    await running.client.appendToStream(stream, events(20));
    const subscription = join$(stream, group);
    let seen = 0;
    for await (const event of subscription) {
      await subscription.ack(event);
      if (++seen === 20) break;
    }
    const { stats } = await infoOf(stream, group);
    expect(stats).toMatchObject({ totalItems: 20n, countSinceLastMeasurement: 20n });
    expect(stats.averagePerSecond).toBeGreaterThan(0);
    expect((await infoOf(stream, group)).stats).toMatchObject({ totalItems: 20n, countSinceLastMeasurement: 0n });
  });

  test('from end means after creation, not after connection', async () => {
    const { stream, group } = names();
    await running.client.appendToStream(stream, events(2));
    await running.client.createPersistentSubscriptionToStream(stream, group, streamSettings({ startFrom: END }));
    await running.client.appendToStream(stream, events(2));
    const seen = await take(join$(stream, group), 2);
    expect(seen.map((event) => event.event?.revision)).toEqual([2n, 3n]);
  });

  test('is limited to the buffer size until something is acknowledged', async () => {
    const { stream, group } = await createGroup();
    await running.client.appendToStream(stream, events(10));
    const subscription = join$(stream, group, 3);
    subscription.on('data', () => undefined).on('error', () => undefined);
    await until(async () => (await infoOf(stream, group)).connections[0]?.inFlightMessages === 3);
    const [connection] = (await infoOf(stream, group)).connections;
    expect(connection).toMatchObject({ availableSlots: 0, connectionName: running.client.connectionName });
    await subscription.unsubscribe();
  });

  test('retries count up and end in parking; replay starts anew at 0', async () => {
    const { stream, group } = await createGroup({ maxRetryCount: 2 });
    await running.client.appendToStream(stream, events(1));
    const subscription = join$(stream, group);
    const counts: number[] = [];
    for await (const event of subscription) {
      counts.push(event.retryCount);
      await subscription.nack(RETRY, 'again', event);
      if (counts.length === 3) break;
    }
    expect(counts).toEqual([0, 1, 2]);
    await subscription.unsubscribe();
    await until(async () => (await infoOf(stream, group)).stats.parkedMessageCount === 1n);
    const parked = await collect(running.client.readStream(`$persistentsubscription-${stream}::${group}-parked`));
    expect(parked[0]?.event?.type).toBe('$>');
    expect(parked[0]?.event?.metadata).toMatchObject({ reason: 'Reached retry count of 2' });

    await running.client.replayParkedMessagesToStream(stream, group);
    const replay = join$(stream, group);
    for await (const event of replay) {
      expect(event.retryCount).toBe(0);
      expect(event.event?.revision).toBe(0n);
      expect(event.link?.streamId).toBe(`$persistentsubscription-${stream}::${group}-parked`);
      await replay.ack(event);
      break;
    }
    await until(async () => (await infoOf(stream, group)).stats.parkedMessageCount === 0n);
  });

  test('replay stops before the event number named', async () => {
    const { stream, group } = await createGroup();
    await running.client.appendToStream(stream, events(5));
    const subscription = join$(stream, group);
    let parked = 0;
    for await (const event of subscription) {
      await subscription.nack(PARK, 'later', event);
      if (++parked === 5) break;
    }
    await until(async () => (await infoOf(stream, group)).stats.parkedMessageCount === 5n);
    await running.client.replayParkedMessagesToStream(stream, group, { stopAt: 2 });
    await until(async () => (await infoOf(stream, group)).stats.parkedMessageCount === 3n);
    const negative = running.client.replayParkedMessagesToStream(stream, group, { stopAt: -1 });
    expect(await failureOf(negative)).toBeInstanceOf(PersistentSubscriptionFailedError);
  });

  test('an event nobody acknowledges in time is delivered again', async () => {
    const { stream, group } = await createGroup({ messageTimeout: 200 });
    await running.client.appendToStream(stream, events(1));
    const counts = (await take(join$(stream, group), 2)).map((event) => event.retryCount);
    expect(counts).toEqual([0, 1]);
  });

  test('what a lost client held goes to the next, in order', async () => {
    const { stream, group } = await createGroup();
    await running.client.appendToStream(stream, events(3));
    await take(join$(stream, group), 3);
    const again = await take(join$(stream, group), 3);
    expect(again.map((event) => [event.event?.revision, event.retryCount])).toEqual([
      [0n, 1],
      [1n, 1],
      [2n, 1],
    ]);
  });

  test('links are resolved and named by the link', async () => {
    const { stream, group } = names();
    const target = `${stream}-target`;
    await running.client.appendToStream(target, events(2));
    const link = Buffer.from(`1@${target}`);
    const { binaryEvent } = await import('@eventstore/db-client');
    await running.client.appendToStream(stream, [binaryEvent({ type: '$>', data: link })]);
    await running.client.appendToStream(stream, events(1));
    const settings = streamSettings({ startFrom: START, resolveLinkTos: true });
    await running.client.createPersistentSubscriptionToStream(stream, group, settings);
    const subscription = join$(stream, group, 1);
    const seen: (string | undefined)[] = [];
    for await (const event of subscription) {
      seen.push(event.event?.streamId);
      await subscription.ack(event);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual([target, stream]);
  });
});

describe('checkpoints', () => {
  test('lie before the lowest event that is not done', async () => {
    const { stream, group } = await createGroup({ checkPointUpperBound: 1, checkPointLowerBound: 1 });
    await running.client.appendToStream(stream, events(4));
    await take(join$(stream, group), 4);
    const second = join$(stream, group);
    second.on('error', () => undefined);
    const redelivered: bigint[] = [];
    second.on('data', (event) => {
      redelivered.push(event.event?.revision ?? -1n);
      if (event.event?.revision !== 1n) void second.ack(event);
    });
    await until(() => redelivered.length >= 4);
    await until(async () => (await infoOf(stream, group)).stats.lastCheckpointedEventRevision === 0n);
    await second.unsubscribe();
  });

  test('survive a restart, as do the groups', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'event-node-groups-'));
    const first = await startEventNode({ data: folder });
    const client = connect(first);
    await client.appendToStream('kept', events(6));
    const settings = streamSettings({ startFrom: START, checkPointUpperBound: 1, checkPointLowerBound: 1 });
    await client.createPersistentSubscriptionToStream('kept', 'readers', settings);
    const filter = streamNameFilter({ prefixes: ['kept'] });
    await client.createPersistentSubscriptionToAll('all-readers', allSettings({ startFrom: START }), { filter });
    const subscription = client.subscribeToPersistentSubscriptionToStream('kept', 'readers', { bufferSize: 1 });
    for await (const event of subscription) {
      await subscription.ack(event);
      if (event.event?.revision === 3n) break;
    }
    const stats = async () => (await client.getPersistentSubscriptionToStreamInfo('kept', 'readers')).stats;
    await until(async () => (await stats()).lastCheckpointedEventRevision === 3n);
    await client.dispose();
    await first.stop();

    const second = await startEventNode({ data: folder });
    const later = connect(second);
    const rest = await take(later.subscribeToPersistentSubscriptionToStream('kept', 'readers'), 2);
    expect(rest.map((event) => event.event?.revision)).toEqual([4n, 5n]);
    const all = await take(later.subscribeToPersistentSubscriptionToAll('all-readers'), 6);
    expect(all.map((event) => event.event?.revision)).toEqual([0n, 1n, 2n, 3n, 4n, 5n]);
    await later.dispose();
    await second.stop();
    await rm(folder, { recursive: true });
  });
});

describe('connections', () => {
  test('are limited by maxSubscriberCount', async () => {
    const { stream, group } = await createGroup({ maxSubscriberCount: 1 });
    const first = join$(stream, group);
    first.on('data', () => undefined).on('error', () => undefined);
    await until(async () => (await infoOf(stream, group)).connections.length === 1);
    const error = await failureOf(collect(join$(stream, group)));
    expect(error).toBeInstanceOf(PersistentSubscriptionMaximumSubscribersReachedError);
    await first.unsubscribe();
  });

  test.each(['delete', 'update', 'restart'] as const)('are dropped by %s', async (act) => {
    const { stream, group } = await createGroup();
    const other = connect(running.node);
    const dropped = failureOf(collect(other.subscribeToPersistentSubscriptionToStream(stream, group)));
    await until(async () => (await infoOf(stream, group)).connections.length === 1);
    if (act === 'delete') await running.client.deletePersistentSubscriptionToStream(stream, group);
    else if (act === 'update') {
      await running.client.updatePersistentSubscriptionToStream(stream, group, streamSettings());
    } else await running.client.restartPersistentSubscriptionSubsystem();
    expect(await dropped).toBeInstanceOf(PersistentSubscriptionDroppedError);
    await other.dispose();
  });

  test('share by round robin', async () => {
    const { stream, group } = await createGroup();
    const counts = await shared(stream, group, 20);
    expect(counts).toEqual([10, 10]);
  });

  test('get one stream each when pinned', async () => {
    const { group } = names();
    const prefix = `pinned-${group}-`;
    const filter = streamNameFilter({ prefixes: [prefix] });
    const settings = allSettings({ startFrom: START, consumerStrategyName: 'Pinned' });
    await running.client.createPersistentSubscriptionToAll(group, settings, { filter });
    const owners = new Map<string, Set<number>>();
    let total = 0;
    const subscriptions = [0, 1].map((index) => {
      const subscription = running.client.subscribeToPersistentSubscriptionToAll(group);
      subscription.on('error', () => undefined);
      subscription.on('data', (event) => {
        const stream = event.event?.streamId ?? '';
        owners.set(stream, (owners.get(stream) ?? new Set()).add(index));
        total++;
        void subscription.ack(event);
      });
      return subscription;
    });
    const info = () => running.client.getPersistentSubscriptionToAllInfo(group);
    await until(async () => (await info()).connections.length === 2);
    for (let index = 0; index < 12; index++) await running.client.appendToStream(`${prefix}${index}`, events(3));
    await until(() => total === 36);
    expect([...owners.values()].every((clients) => clients.size === 1)).toBe(true);
    expect(new Set([...owners.values()].flatMap((clients) => [...clients])).size).toBe(2);
    await Promise.all(subscriptions.map((subscription) => subscription.unsubscribe()));
  });

  test('dispatch to a single client until it is full', async () => {
    const { stream, group } = await createGroup({ consumerStrategyName: 'DispatchToSingle' });
    const counts = await shared(stream, group, 20);
    expect(Math.max(...counts)).toBe(20);
  });

  /** Two clients on one group; how many of `count` events each gets when both acknowledge at once. */
  async function shared(stream: string, group: string, count: number): Promise<number[]> {
    const counts = [0, 0];
    const subscriptions = counts.map((_, index) => {
      const subscription = join$(stream, group, 50);
      subscription.on('error', () => undefined);
      subscription.on('data', (event) => {
        counts[index] = (counts[index] ?? 0) + 1;
        void subscription.ack(event);
      });
      return subscription;
    });
    await until(async () => (await infoOf(stream, group)).connections.length === 2);
    await running.client.appendToStream(stream, events(count));
    await until(() => counts.reduce((sum, part) => sum + part, 0) === count);
    await Promise.all(subscriptions.map((subscription) => subscription.unsubscribe()));
    return counts;
  }
});

test('skip counts as done', async () => {
  const { stream, group } = await createGroup({ checkPointUpperBound: 1, checkPointLowerBound: 1 });
  await running.client.appendToStream(stream, events(1));
  const subscription = join$(stream, group);
  for await (const event of subscription) {
    await subscription.nack(SKIP, 'not mine', event);
    break;
  }
  await until(async () => (await infoOf(stream, group)).stats.lastCheckpointedEventRevision === 0n);
});

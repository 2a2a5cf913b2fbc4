import { comparePositions, derivedId, type EventMetadata, type Position } from '#kernel';
import {
  WrongExpectedRevisionError,
  type EventStore,
  type EventToAppend,
  type StoredEvent,
  type SubscriptionMessage,
} from './event-store.js';

const metadata = {
  commandId: derivedId('contract', 'command'),
  recordedAt: '2024-08-29T02:00:00.000Z',
} as EventMetadata;

let streams = 0;
let ids = 0;

const someStream = (): string => `contract-${process.pid}x${++streams}`;

export const someEvent = (type = 'contract.Happened'): EventToAppend => ({
  id: derivedId('contract', process.pid, ++ids),
  type,
  data: { place: 'Ấp 3, xã Phú Lễ', count: ids },
  metadata,
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What every adapter of the port must do; a real store and memory cannot be told apart by it. */
export function eventStoreContract(open: () => Promise<EventStore>): void {
  let store: EventStore;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  const appendSome = async (count: number, type?: string): Promise<{ stream: string; events: EventToAppend[] }> => {
    const stream = someStream();
    const events = Array.from({ length: count }, () => someEvent(type));
    await store.append(stream, events, 'no-stream');
    return { stream, events };
  };

  it('reads back what was appended, in order, to the last letter', async () => {
    const { stream, events } = await appendSome(3);
    const read = await collect(store.readStream(stream));
    expect(read.map(({ id, type, data, metadata: read }) => ({ id, type, data, metadata: read }))).toEqual(events);
    expect(read.map(({ revision }) => revision)).toEqual([0, 1, 2]);
  });

  it('answers an append with the revision and position of its last event', async () => {
    const stream = someStream();
    const appended = await store.append(stream, [someEvent(), someEvent()], 'no-stream');
    const last = (await collect(store.readStream(stream))).at(-1)!;
    expect(appended).toEqual({ revision: 1, position: last.position });
  });

  it('refuses an append at another revision and writes nothing', async () => {
    const { stream } = await appendSome(2);
    for (const expected of ['no-stream', 0, 2] as const) {
      await expect(store.append(stream, [someEvent()], expected)).rejects.toThrow(WrongExpectedRevisionError);
    }
    await expect(store.append(someStream(), [someEvent()], 0)).rejects.toThrow(WrongExpectedRevisionError);
    expect(await collect(store.readStream(stream))).toHaveLength(2);
  });

  it('lets one of many concurrent appends at one revision win', async () => {
    const { stream } = await appendSome(1);
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => store.append(stream, [someEvent()], 0)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await collect(store.readStream(stream))).toHaveLength(2);
  });

  it('refuses an append of nothing', async () => {
    await expect(store.append(someStream(), [], 'no-stream')).rejects.toThrow(RangeError);
  });

  it('reads a stream from a revision, at most so many; an unknown stream is empty', async () => {
    const { stream } = await appendSome(5);
    const read = await collect(store.readStream(stream, { from: 1, maxCount: 3 }));
    expect(read.map(({ revision }) => revision)).toEqual([1, 2, 3]);
    expect(await collect(store.readStream(stream, { from: 5 }))).toEqual([]);
    expect(await collect(store.readStream(someStream()))).toEqual([]);
  });

  it('stands a flood of reads of streams that do not exist, with appends between them', async () => {
    const floods = Array.from({ length: 20 }, async () => {
      for (let round = 0; round < 75; round++) {
        if (round % 25 === 0) await appendSome(1);
        expect(await collect(store.readStream(someStream()))).toEqual([]);
      }
    });
    await Promise.all(floods);
  });

  it('reads all streams in one order, strictly after a position', async () => {
    const before = await store.head();
    const { stream: a } = await appendSome(2);
    const { stream: b } = await appendSome(1);
    const after = before ? { after: before } : {};
    const read = await collect(store.readAll(after));
    expect(read.map(({ stream, revision }) => [stream, revision])).toEqual([
      [a, 0],
      [a, 1],
      [b, 0],
    ]);
    expect(await collect(store.readAll({ ...after, maxCount: 2 }))).toEqual(read.slice(0, 2));
    expect(await collect(store.readAll({ after: read[1]!.position }))).toEqual(read.slice(2));
    expect(await store.head()).toEqual(read.at(-1)!.position);
  });

  it('delivers the past, says that it caught up, then delivers what comes', async () => {
    const { after } = await startingPoint(store);
    const { events } = await appendSome(3);
    const seen: string[] = [];
    await follow(store, { after }, async (message) => {
      if (message.kind === 'event') seen.push(message.event.id);
      if (message.kind === 'caught-up') {
        expect(seen).toEqual(events.map(({ id }) => id));
        const { events: live } = await appendSome(2);
        events.push(...live);
      }
      return seen.length === 5;
    });
    expect(seen).toEqual(events.map(({ id }) => id));
  });

  it('delivers only the wanted types, and checkpoints past the others', async () => {
    const { after } = await startingPoint(store);
    await appendSome(700, 'contract.Unwanted');
    const { events } = await appendSome(1, 'contract.Wanted');
    await appendSome(2, 'contract.WantedNot');
    let checkpoint: Position | undefined;
    let wanted: StoredEvent | undefined;
    await follow(store, { after, types: ['contract.Wanted'] }, (message) => {
      if (message.kind === 'event') {
        wanted = message.event;
        expect(wanted.id).toBe(events[0]!.id);
      }
      if (message.kind === 'checkpoint') checkpoint = message.position;
      return wanted !== undefined && checkpoint !== undefined && comparePositions(checkpoint, wanted.position) >= 0;
    });
    expect(checkpoint).toBeDefined();
  });

  it('misses nothing and repeats nothing when resumed after any event or checkpoint', async () => {
    const { after } = await startingPoint(store);
    for (let round = 0; round < 40; round++) await appendSome(1, round % 7 === 3 ? 'contract.Rare' : 'contract.Common');
    const types = ['contract.Rare'];
    const full: SubscriptionMessage[] = [];
    await follow(store, { after, types }, (message) => {
      full.push(message);
      return message.kind === 'caught-up';
    });
    const all = full.flatMap((message) => (message.kind === 'event' ? [message.event.id] : []));
    expect(all).toHaveLength(6);
    let passed = 0;
    for (const message of full) {
      if (message.kind === 'caught-up') continue;
      if (message.kind === 'event') passed++;
      const rest: string[] = [];
      const from = message.kind === 'event' ? message.event.position : message.position;
      await follow(store, { after: from, types }, (later) => {
        if (later.kind === 'event') rest.push(later.event.id);
        return later.kind === 'caught-up';
      });
      expect(rest).toEqual(all.slice(passed));
    }
  });

  it('stops following when told to, also while nothing happens', async () => {
    const stop = new AbortController();
    for await (const message of store.subscribe({ signal: stop.signal })) {
      if (message.kind === 'caught-up') setImmediate(() => stop.abort());
    }
    expect(stop.signal.aborted).toBe(true);
  });
}

/** A position of which a test knows that nothing of it lies before. */
async function startingPoint(store: EventStore): Promise<{ after: Position }> {
  return { after: (await store.append(someStream(), [someEvent('contract.Start')], 'no-stream')).position };
}

async function follow(
  store: EventStore,
  options: { after: Position; types?: readonly string[] },
  isEnough: (message: SubscriptionMessage) => boolean | Promise<boolean>,
): Promise<void> {
  const stop = new AbortController();
  for await (const message of store.subscribe({ ...options, signal: stop.signal })) {
    if (await isEnough(message)) stop.abort();
    if (stop.signal.aborted) break;
  }
}

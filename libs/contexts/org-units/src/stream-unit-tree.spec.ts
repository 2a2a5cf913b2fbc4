import {
  EventStoreUnavailableError,
  InMemoryEventStore,
  type EventStore,
  type StoredEvent,
  type SubscribeOptions,
  type SubscriptionMessage,
} from '#event-store';
import { derivedId, rootUnitId, streamName, type DomainEvent, type Reader } from '#kernel';
import { recorded } from '#testing';
import { StreamUnitTree } from './stream-unit-tree.js';
import { unitClosed, unitMoved, unitRecord, unitRegistered } from './unit/unit.js';

const id = (name: string) => derivedId('spec', name);
const province = id('tỉnh');
const district = id('huyện');
const otherDistrict = id('huyện khác');
const commune = id('xã');

const registered = (unitId: string, parentId: string) =>
  unitRegistered({
    unitId,
    name: unitId,
    level: 'commune',
    kind: null,
    code: null,
    parentId,
    openedOn: '2020-01-01',
    generated: false,
  });

/** Counts reads, and can break its subscriptions. */
class WatchedStore extends InMemoryEventStore {
  reads = 0;
  private breakNow: (() => void) | undefined;
  private readonly live: (() => void)[] = [];

  override readStream(stream: string): AsyncIterable<StoredEvent> {
    this.reads++;
    return super.readStream(stream);
  }

  override async *subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    const broken = new AbortController();
    this.breakNow = () => broken.abort();
    for await (const message of super.subscribe({
      ...options,
      signal: AbortSignal.any([options.signal, broken.signal]),
    })) {
      yield message;
      if (message.kind === 'caught-up') for (const resolve of this.live.splice(0)) resolve();
    }
    if (!options.signal.aborted) throw new EventStoreUnavailableError('broken by the spec');
  }

  nextLive(): Promise<void> {
    return new Promise((resolve) => this.live.push(resolve));
  }

  breakSubscription(): void {
    this.breakNow?.();
  }
}

async function append(store: EventStore, unitId: string, ...events: DomainEvent[]): Promise<void> {
  const stream = streamName(unitRecord, unitId);
  const present: StoredEvent[] = [];
  for await (const event of store.readStream(stream)) present.push(event);
  const added = recorded(events, {}, `${stream}-${present.length}`).map(({ id, type, data, metadata }) => {
    return { id, type, data, metadata };
  });
  await store.append(stream, added, present.length === 0 ? 'no-stream' : present.length - 1);
}

describe('StreamUnitTree', () => {
  let store: WatchedStore;
  let tree: StreamUnitTree;

  beforeEach(async () => {
    store = new WatchedStore();
    await append(store, province, registered(province, rootUnitId));
    await append(store, district, registered(district, province));
    await append(store, otherDistrict, registered(otherDistrict, province));
    await append(store, commune, registered(commune, district));
    const live = store.nextLive();
    tree = new StreamUnitTree(store, { retryAfter: 1 });
    await live;
    store.reads = 0;
  });

  afterEach(() => tree.close());

  it('finds a unit below those above it and below itself', async () => {
    expect(await tree.contains(province, commune)).toBe(true);
    expect(await tree.contains(district, commune)).toBe(true);
    expect(await tree.contains(commune, commune)).toBe(true);
    expect(await tree.contains(rootUnitId, commune)).toBe(true);
  });

  it('finds nothing above or beside', async () => {
    expect(await tree.contains(commune, district)).toBe(false);
    expect(await tree.contains(otherDistrict, commune)).toBe(false);
    expect(await tree.contains(province, rootUnitId)).toBe(false);
  });

  it('knows no unknown unit, not even below itself', async () => {
    expect(await tree.contains(province, id('nobody'))).toBe(false);
    expect(await tree.contains(id('nobody'), id('nobody'))).toBe(false);
  });

  it('reads each unit once', async () => {
    await tree.contains(province, commune);
    await tree.contains(province, commune);
    expect(store.reads).toBe(3);
  });

  it('sees a unit registered after it was found unknown', async () => {
    expect(await tree.contains(province, id('new'))).toBe(false);
    await append(store, id('new'), registered(id('new'), district));
    expect(await tree.contains(province, id('new'))).toBe(true);
  });

  it('knows a unit that is only pending, when it is told what is pending', async () => {
    const below = new Map([
      [id('new'), registered(id('new'), district)],
      [commune, registered(commune, district)],
      [district, registered(district, province)],
      [province, registered(province, rootUnitId)],
    ]);
    const pending: Reader = {
      state: (of, unitId) => {
        const event = below.get(unitId);
        return Promise.resolve(event ? of.evolve(of.initialState, event as never) : of.initialState);
      },
      origin: () => Promise.resolve(undefined),
    };
    expect(await tree.contains(province, id('new'))).toBe(false);
    expect(await tree.contains(province, id('new'), pending)).toBe(true);
    expect(await tree.contains(otherDistrict, id('new'), pending)).toBe(false);
  });

  it('follows a move', async () => {
    expect(await tree.contains(district, commune)).toBe(true);
    const moved = { unitId: commune, parentId: otherDistrict, previousParentId: district, on: '2024-01-01' };
    await append(store, commune, unitMoved(moved));
    await until(async () => tree.contains(otherDistrict, commune));
    expect(await tree.contains(district, commune)).toBe(false);
  });

  it('finds a closed unit, and all below it, below the one successor that keeps its records', async () => {
    expect(await tree.contains(district, commune)).toBe(true);
    const closing = { unitId: district, parentId: province, closedOn: '2025-06-30', successorIds: [otherDistrict] };
    await append(store, district, unitClosed(closing));
    await until(() => tree.contains(otherDistrict, commune));
    expect(await tree.contains(district, commune)).toBe(true);
  });

  it('caches nothing across a break of the subscription', async () => {
    await tree.contains(province, commune);
    const back = store.nextLive();
    store.breakSubscription();
    await back;
    store.reads = 0;
    await tree.contains(province, commune);
    expect(store.reads).toBe(3);
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('not within 5 s');
    await new Promise(setImmediate);
  }
}

import { comparePositions, derivedId, type Position } from '#kernel';
import { someEvent } from './event-store.contract.js';
import type { EventPage, EventRange, EventStore, StoredEvent } from './event-store.js';

/** What a page's events are, however lazily they hold it. */
const plain = ({ id, stream, revision, position, type, data, metadata, created }: StoredEvent) => {
  return { id, stream, revision, position, type, data, metadata, created };
};

async function pagesOf(store: EventStore, range: EventRange): Promise<EventPage[]> {
  const pages: EventPage[] = [];
  for await (const page of store.readPages(range)) pages.push(page);
  return pages;
}

const eventsOf = (pages: readonly EventPage[]) => pages.flatMap(({ events }) => events.map(plain));

/** Bulk reading must give what `readAll` gives: that one is the official client's own decoding. */
export function readPagesContract(open: () => Promise<EventStore>): void {
  let store: EventStore;
  let before: Position;
  let all: StoredEvent[];

  beforeAll(async () => {
    store = await open();
    const start = await store.append(`pages-${process.pid}`, [someEvent('contract.Start')], 'no-stream');
    before = start.position;
    for (let n = 0; n < 30; n++) {
      const type = n % 7 === 3 ? 'contract.Rare' : n % 2 ? 'contract.Common' : 'contract.CommonToo';
      const filler = n === 11 ? 'ấ'.repeat(300_000) : '"\\ \u2028 \u{1f331} \n'.repeat(n);
      const event = { ...someEvent(type), data: { filler, digits: 9007199254740991, nothing: null, list: [n, [n]] } };
      const expected = n < 4 ? 'no-stream' : 2 * (n >> 2) - 1;
      await store.append(`pages-ộ-${n % 4}-${process.pid}`, [event, someEvent(type)], expected);
    }
    all = [];
    for await (const event of store.readAll({ after: before })) all.push(event);
  });
  afterAll(() => store.close());

  const last = () => all.at(-1)!.position;

  it('gives the same events, to the last letter, whatever the size of a page', async () => {
    for (const pageSize of [undefined, 1, 7]) {
      const pages = await pagesOf(store, { after: before, until: last(), ...(pageSize && { pageSize }) });
      expect(eventsOf(pages)).toEqual(all.map(plain));
      if (pageSize) expect(Math.max(...pages.map(({ events }) => events.length))).toBe(pageSize);
    }
  });

  it('gives any stretch: after a position, until another inclusive', async () => {
    for (let from = 0; from < all.length; from += 5) {
      for (let to = from; to < all.length; to += 9) {
        const range = { after: all[from]!.position, until: all[to]!.position, pageSize: 4 };
        const pages = await pagesOf(store, range);
        expect(eventsOf(pages)).toEqual(all.slice(from + 1, to + 1).map(plain));
        if (to > from) expect(pages.at(-1)!.position).toEqual(range.until);
      }
    }
  });

  it('leaves out what is not wanted, and names with a dot are names and not patterns', async () => {
    for (const types of [
      ['contract.Rare'],
      ['contract.Rare', 'contract.Common'],
      ['contractxRare'],
      ['contract.Comm'],
    ]) {
      const pages = await pagesOf(store, { after: before, until: last(), types, pageSize: 3 });
      expect(eventsOf(pages)).toEqual(all.filter(({ type }) => types.includes(type)).map(plain));
      expect(pages.at(-1)!.position).toEqual(last());
    }
  });

  it('misses nothing and repeats nothing when resumed after any page', async () => {
    const types = ['contract.Rare', 'contract.Common'];
    const wanted = all.filter(({ type }) => types.includes(type));
    for (const { position } of await pagesOf(store, { after: before, until: last(), types, pageSize: 2 })) {
      const rest = await pagesOf(store, { after: position, until: last(), types });
      expect(eventsOf(rest)).toEqual(
        wanted.filter((event) => comparePositions(event.position, position) > 0).map(plain),
      );
    }
  });

  it('begins at the beginning, and gives nothing of an empty stretch', async () => {
    const [first] = await pagesOf(store, { until: before, pageSize: 1_000_000 });
    expect(first!.events.at(-1)!.position).toEqual(before);
    expect(await pagesOf(store, { after: last(), until: before })).toEqual([]);
    expect(await pagesOf(store, { after: last(), until: last() })).toEqual([]);
  });

  it('tells the schema version without the metadata where it can', async () => {
    const event = someEvent('contract.Versioned');
    const versioned = { ...event, metadata: { ...event.metadata, schemaVersion: 12, reason: '"schemaVersion":3' } };
    const { position } = await store.append(`pages-v-${derivedId('pages', process.pid)}`, [versioned], 'no-stream');
    const [page] = await pagesOf(store, { after: last(), until: position, types: ['contract.Versioned'] });
    const [read] = page!.events;
    expect(read!.schemaVersion ?? read!.metadata.schemaVersion).toBe(12);
  });

  it('stops when told to, with the reason', async () => {
    const stop = new AbortController();
    const reading = async () => {
      for await (const _ of store.readPages({ until: last(), pageSize: 1, signal: stop.signal })) {
        stop.abort(new Error('enough'));
      }
    };
    await expect(reading()).rejects.toThrow('enough');
  });
}

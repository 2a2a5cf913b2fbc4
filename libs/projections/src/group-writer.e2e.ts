import fc from 'fast-check';
import type { StoredEvent } from '#event-store';
import { createReadStore, migrate } from '#read-store';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { GroupWriter } from './group-writer.js';
import { prepareGroup } from './live-builds.js';
import { decode, expected, silentLog, SpecStore, specView } from './spec-world.js';
import { withClient } from './sql-client.js';
import type { Row, RowOperation } from './view.js';

const place = fc.constantFrom('Bắc Kạn', 'Ba Tri');
const key = fc.record({ place, month: fc.constantFrom('2024-01', '2024-02') });
const note = fc.option(fc.constantFrom('đủ', "o'clock", '{}', 'bad\u0000text'), { nil: null });
const values = {
  count: fc.integer({ min: -5, max: 5 }),
  sum: fc.constantFrom(1, 2, 3_000_000_000),
  note,
  tags: fc.constantFrom(null, [], ['a', 'b"c']),
  document: fc.constantFrom(null, { a: [1, 'x'] }, 'text'),
};
const operation: fc.Arbitrary<RowOperation> = fc.oneof(
  fc.tuple(key, fc.record(values)).map(([k, row]) => ({ kind: 'insert' as const, row: { ...k, ...row } })),
  fc.tuple(key, fc.record(values)).map(([k, row]) => ({ kind: 'upsert' as const, row: { ...k, ...row } })),
  fc.record({
    kind: fc.constant('patch' as const),
    key,
    set: fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<Row>,
  }),
  fc.record({
    kind: fc.constant('increment' as const),
    key,
    by: fc.record({ count: values.count, sum: fc.integer({ min: 0, max: 9 }) }, { requiredKeys: [] }),
  }) as fc.Arbitrary<RowOperation>,
  fc.record({ kind: fc.constant('delete' as const), key }),
);
const told = fc.record({
  stream: fc.constantFrom('a-1', 'a-2', 'a-3', 'a-4'),
  operations: fc.array(operation, { minLength: 1, maxLength: 3 }),
});
const history = fc.record({
  events: fc.array(told, { maxLength: 40 }),
  cuts: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 }),
});

describe('batches written to PostgreSQL', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  let client: PoolClient;
  let groups = 0;

  beforeAll(async () => {
    database = await freshDatabase();
    dataSource = createReadStore(database.url);
    await migrate(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  async function write(events: readonly StoredEvent[], cuts: readonly number[], again: boolean) {
    const group = `group-${groups++}`;
    const view = specView(`rows_${groups}`);
    await prepareGroup(client, group, [view]);
    const writer = new GroupWriter(client, group, { views: [view], decode, log: silentLog }, undefined);
    for (let at = 0, cut = 0; at < events.length; cut++) {
      const part = events.slice(at, (at += cuts[cut % cuts.length]!));
      const batch = { events: part, position: part.at(-1)!.position, caughtUp: true };
      await writer.write(batch);
      if (again) await writer.write(batch);
    }
    const rows = await client.query<Row>(
      `SELECT place, month, count, sum, note, tags, document FROM live.rows_${groups}`,
    );
    const parked = await client.query<{ name: string }>(
      `SELECT p.stream || '@' || p.revision AS name FROM projection_parked p JOIN projection_build b ON b.id = build_id
        WHERE b.group_name = $1 ORDER BY p.commit_position`,
      [group],
    );
    await client.query(`DELETE FROM projection_build WHERE group_name = $1`, [group]);
    await client.query(`DROP SCHEMA views CASCADE; CREATE SCHEMA views`);
    return { view, rows: sorted(rows.rows), parked: parked.rows.map(({ name }) => name) };
  }

  it('any split gives the rows of a plain fold, and a batch sent twice counts once', async () => {
    await withClient(dataSource, async (connected) => {
      client = connected;
      const property = fc.asyncProperty(history, fc.boolean(), async ({ events, cuts }, again) => {
        const store = new SpecStore();
        for (const { stream, operations } of events) await store.tell(stream, operations);
        const log = await store.all();
        const { view, rows, parked } = await write(log, cuts, again);
        const plain = expected(view, log);
        expect(parked).toEqual(plain.parked);
        expect(rows).toEqual(sorted(plain.rows));
      });
      await fc.assert(property, { numRuns: 150 });
    });
  });
});

const sorted = (rows: readonly Row[]) => {
  const name = ({ place: at, month }: Row) => JSON.stringify([at, month]);
  return rows.map((row) => ({ ...row })).sort((a, b) => (name(a) < name(b) ? -1 : 1));
};

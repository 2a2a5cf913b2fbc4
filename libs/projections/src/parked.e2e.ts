import { createReadStore, migrate } from '#read-store';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import type { DataSource } from 'typeorm';
import type { DiscardOrder } from './discards.js';
import { discardParked, listParked, retryParked } from './parked.js';
import { awaitPosition } from './positions.js';
import { abortRebuild, rollback } from './rebuild-admin.js';
import { RebuildRefusedError } from './rebuild-options.js';
import { rebuild } from './rebuild.js';
import { repairStream } from './repair.js';
import { runJobs } from './run-jobs.js';
import { ProjectionRunner } from './runner.js';
import type { Decode } from './apply-events.js';
import { discarded, expected, silentLog, SpecStore, specView, until } from './spec-world.js';
import { readStatus } from './status.js';
import type { Row, RowOperation } from './view.js';

const key = (place: string) => ({ place, month: '2024-09' });
const grow = (place: string): RowOperation => ({ kind: 'increment', key: key(place), by: { count: 1 } });
const patch = (place: string, note: string): RowOperation => ({ kind: 'patch', key: key(place), set: { note } });

describe('after something went wrong', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  let store: SpecStore;
  let runner: ProjectionRunner;
  let broken: boolean;
  const view = specView();

  beforeEach(async () => {
    database = await freshDatabase();
    dataSource = createReadStore(database.url);
    await migrate(dataSource);
    store = new SpecStore();
    broken = false;
    startRunner();
  });
  afterEach(async () => {
    await runner.stop();
    await dataSource.destroy();
    await database.drop();
  });

  function startRunner(): void {
    runner = new ProjectionRunner({
      ...options(),
      log: silentLog,
      discards: { type: discarded.type, orderOf: ({ data }) => data as unknown as DiscardOrder },
      beside: (signal) => runJobs(options(), signal),
    });
    runner.start();
  }

  const decodeUnlessBroken: Decode = (stored) => {
    if (broken && stored.stream === 'a-1') throw new TypeError('a fault in the code');
    return stored;
  };
  const options = () => ({ dataSource, store, decode: decodeUnlessBroken, views: [view] });
  const rows = () =>
    dataSource.query<Row[]>('SELECT place, month, count, sum, note, tags, document FROM spec_rows ORDER BY place');
  const caughtUp = async () => expect(await awaitPosition(dataSource, (await store.head())!, 10_000)).toBe(true);
  const asExpected = async () => expect(await rows()).toEqual(expected(view, await store.all()).rows);

  it('applies parked events once the fault is mended, in order, while the stream goes on', async () => {
    broken = true;
    await store.tell('a-1', [grow('x')]);
    await store.tell('a-1', [patch('x', 'first')]);
    await store.tell('a-2', [grow('y')]);
    await caughtUp();
    expect((await listParked(dataSource)).map(({ errorClass }) => errorClass)).toEqual(['TypeError', 'waiting']);
    expect(await retryParked(options())).toEqual([{ view: 'spec_rows', stream: 'a-1', applied: 0, left: 2 }]);
    expect((await listParked(dataSource))[0]).toMatchObject({ attempts: 2 });
    broken = false;
    expect(await retryParked(options())).toEqual([{ view: 'spec_rows', stream: 'a-1', applied: 2, left: 0 }]);
    await store.tell('a-1', [patch('x', 'second')]);
    await caughtUp();
    await asExpected();
    expect(await listParked(dataSource)).toEqual([]);
  });

  it('passes a discarded event over, in rebuilds too, and applies what waited', async () => {
    await store.tell('a-1', [patch('nowhere', 'poison')]);
    await store.tell('a-1', [grow('x')]);
    await caughtUp();
    const because = { reason: 'entered twice', by: 'admin' };
    expect(await discardParked(options(), { view: 'spec_rows', stream: 'a-1', revision: 0 }, because)).toEqual({
      view: 'spec_rows',
      stream: 'a-1',
      applied: 2,
      left: 0,
    });
    expect((await rows()).map(({ place, count }) => [place, count])).toEqual([['x', 1]]);
    expect(await rebuild(options(), [view])).toMatchObject([{ verified: 'same', wentLive: true }]);
    expect(await readStatus(dataSource)).toMatchObject({ parked: 0, waiting: 0 });
  });

  it('passes an event over when an event says so, after any fall of the database as well', async () => {
    await store.tell('a-1', [patch('nowhere', 'poison')]);
    await store.tell('a-1', [grow('x')]);
    const order = { view: 'spec_rows', stream: 'a-1', revision: 0, reason: 'entered twice', by: 'an admin' };
    await store.tellThat('a-9', discarded, order);
    await caughtUp();
    await until(async () => (await rows()).length === 1);
    expect(await listParked(dataSource)).toEqual([]);
    // All that PostgreSQL knew is gone: the decision comes again with the events.
    await runner.stop();
    await dataSource.query(
      'DROP SCHEMA views CASCADE; DROP SCHEMA live CASCADE; CREATE SCHEMA views; CREATE SCHEMA live',
    );
    await dataSource.query('TRUNCATE projection_group, projection_discarded CASCADE');
    startRunner();
    await caughtUp();
    await until(async () => (await readStatus(dataSource)).waiting === 0 && (await rows()).length === 1);
    expect(await rebuild(options(), [view])).toMatchObject([{ verified: 'same', wentLive: true }]);
  });

  it('repairs the rows of one stream, which other streams touch too', async () => {
    for (let n = 0; n < 12; n++) await store.tell(`a-${n % 3}`, [grow(`p${n % 4}`)]);
    await store.tell('a-1', [patch('p2', 'note'), { kind: 'delete', key: key('p3') }]);
    await caughtUp();
    await dataSource.query(`UPDATE spec_rows SET count = 99, note = null WHERE place IN ('p0', 'p2')`);
    const wrong = await rows();
    expect(await repairStream({ ...options(), dryRun: true }, 'a-1')).toMatchObject([{ rows: 4, repaired: 2 }]);
    expect(await rows()).toEqual(wrong);
    await repairStream(options(), 'a-1');
    await asExpected();
    await store.tell('a-1', [grow('p2')]);
    await caughtUp();
    await asExpected();
  });

  it('goes back to the table before the switch, with what came since', async () => {
    await store.tell('a-1', [grow('x')]);
    await caughtUp();
    await expect(rollback(options(), view)).rejects.toThrow(RebuildRefusedError);
    await rebuild(options(), [view]);
    await dataSource.query(`UPDATE spec_rows SET count = 99`);
    await store.tell('a-1', [grow('x')]);
    await caughtUp();
    await rollback(options(), view);
    await asExpected();
    await store.tell('a-2', [grow('y')]);
    await caughtUp();
    await asExpected();
  });

  it('aborts a build that runs', async () => {
    for (let n = 0; n < 10; n++) await store.tell('a-1', [grow('x')]);
    await caughtUp();
    let aborted: Promise<boolean> | undefined;
    const building = rebuild(
      {
        ...options(),
        onProgress: ({ step }) => {
          if (step === 'build') aborted ??= abortRebuild(options(), 'spec_rows');
        },
        decode: async (stored) => {
          await aborted;
          return stored;
        },
      },
      [view],
    );
    await Promise.allSettled([building]);
    expect(await aborted).toBe(true);
    expect((await readStatus(dataSource)).views.map(({ state }) => state)).toEqual(['live']);
    expect(await abortRebuild(options(), 'spec_rows')).toBe(false);
    await asExpected();
  });
});

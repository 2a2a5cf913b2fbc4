import fc from 'fast-check';
import { createReadStore, migrate } from '#read-store';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import type { DataSource } from 'typeorm';
import { awaitPosition, readConsistently } from './positions.js';
import { RebuildRefusedError, type RebuildOptions, type RebuildProgress } from './rebuild-options.js';
import { rebuild } from './rebuild.js';
import { ProjectionRunner, type RunnerOptions } from './runner.js';
import { decode, expected, silentLog, SpecStore, specView, until } from './spec-world.js';
import { readStatus } from './status.js';
import type { AnyView, Row, RowOperation } from './view.js';

const grow = (place: string, count = 1): RowOperation => ({
  kind: 'increment',
  key: { place, month: '2024-09' },
  by: { count },
});
const insert = (place: string): RowOperation => ({
  kind: 'insert',
  row: {
    place,
    month: '2024-09',
    count: 0,
    sum: 0,
    note: 'a\tb\\c\n"d"',
    tags: ['x,"y"', '\\'],
    document: { a: '\\n' },
  },
});

describe('rebuild', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  const runners: ProjectionRunner[] = [];
  let store: SpecStore;
  const view = specView();

  beforeEach(async () => {
    database = await freshDatabase();
    dataSource = createReadStore(database.url);
    await migrate(dataSource);
    store = new SpecStore();
  });
  afterEach(async () => {
    await Promise.all(runners.splice(0).map((runner) => runner.stop()));
    await dataSource.destroy();
    await database.drop();
  });

  const options = (more: Partial<RebuildOptions> = {}): RebuildOptions => ({
    dataSource,
    store,
    decode,
    // Small, so that few events take the path of many.
    pageSize: 4,
    ...more,
  });
  function run(views: readonly AnyView[] = [view], more: Partial<RunnerOptions> = {}): ProjectionRunner {
    const runner = new ProjectionRunner({ dataSource, store, views, decode, log: silentLog, ...more });
    runners.push(runner);
    runner.start();
    return runner;
  }
  const rows = (table = 'spec_rows') =>
    dataSource.query<Row[]>(`SELECT place, month, count, sum, note, tags, document FROM ${table} ORDER BY place`);
  const caughtUp = async () => expect(await awaitPosition(dataSource, (await store.head())!, 10_000)).toBe(true);
  const asExpected = async () => expect(await rows()).toEqual(expected(view, await store.all()).rows);
  const tellSome = async (count: number) => {
    for (let n = 0; n < count; n++) await store.tell(`a-${n % 9}`, [n % 11 ? grow(`p${n % 7}`) : insert(`q${n}`)]);
  };

  it('gives the same rows, and the runner goes on with the new table', async () => {
    await tellSome(60);
    const runner = run();
    await caughtUp();
    const [report] = await rebuild(options(), [view]);
    expect(report).toMatchObject({ verified: 'same', wentLive: true });
    await asExpected();
    await tellSome(5);
    await caughtUp();
    await asExpected();
    expect(runner.status().state).toBe('live');
    expect((await readStatus(dataSource)).views.map(({ state }) => state)).toEqual(['previous', 'live']);
  });

  it('gives the same rows and parked events whatever the memory it may use', async () => {
    const figures = (n: number): RowOperation => (n % 5 === 0 ? insert('again') : grow(`p${n % 3}`));
    // Nothing but new rows: their key is made at the end, where it finds the row that came twice.
    const records = (n: number): RowOperation => insert(`r${n}`);
    const property = fc.asyncProperty(
      fc.array(fc.record({ stream: fc.integer({ min: 0, max: 4 }), n: fc.nat(20) }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 8 }),
      fc.constantFrom(figures, records),
      async (events, rowsHeld, told) => {
        store = new SpecStore();
        const own = specView(`rows_${fresh++}`);
        for (const { stream, n } of events) await store.tell(`a-${stream}`, [told(n)]);
        const group = own.name;
        const runner = run([own], { group });
        await awaitPosition(dataSource, (await store.head())!, 10_000, group);
        const [report] = await rebuild(options({ maxCells: rowsHeld * 16, pageSize: 1 + (rowsHeld % 4), group }), [
          own,
        ]);
        await runner.stop();
        expect(report).toMatchObject({ verified: 'same' });
        expect(await rows(own.name)).toEqual(expected(own, await store.all()).rows);
        const parked = await dataSource.query<{ state: string; n: string }[]>(
          `SELECT count(*) AS n, b.state FROM projection_build b JOIN projection_parked p ON p.build_id = b.id
            WHERE b.view_name = $1 GROUP BY b.state`,
          [own.name],
        );
        const { length } = expected(own, await store.all()).parked;
        expect(parked.map(({ n }) => Number(n))).toEqual(length ? [length, length] : []);
      },
    );
    await fc.assert(property, { numRuns: 12 });
  });
  let fresh = 0;

  it('shows the rows that differ, and leaves the live table alone', async () => {
    await tellSome(30);
    run();
    await caughtUp();
    await dataSource.query(`UPDATE spec_rows SET count = count + 1 WHERE place = 'p1'`);
    await dataSource.query(`DELETE FROM spec_rows WHERE place = 'q0'`);
    const [dry] = await rebuild(options({ dryRun: true }), [view]);
    expect(dry).toMatchObject({ verified: 'differs', wentLive: false, differences: { count: 2 } });
    expect(dry!.differences!.examples.map(({ live, built }) => [live?.['place'], built?.['place']])).toEqual([
      ['p1', 'p1'],
      [undefined, 'q0'],
    ]);
    expect((await readStatus(dataSource)).views).toHaveLength(1);
    const [refused] = await rebuild(options(), [view]);
    expect(refused).toMatchObject({ wentLive: false });
    const [accepted] = await rebuild(options({ acceptDifferences: true }), [view]);
    expect(accepted).toMatchObject({ wentLive: true });
    await asExpected();
  });

  it('never shows a reader anything but the rows of its position', async () => {
    await tellSome(40);
    run();
    await caughtUp();
    let stop = false;
    let reads = 0;
    const read = async () => {
      while (!stop) {
        const { seen, at } = await readConsistently(dataSource, async (queryRunner, position) => ({
          seen: (await queryRunner.query('SELECT place, count FROM spec_rows ORDER BY place')) as Row[],
          at: position!.commit,
        }));
        const past = (await store.all()).filter(({ position }) => position.commit <= at);
        expect(seen).toEqual(expected(view, past).rows.map(({ place, count }) => ({ place, count })));
        reads++;
      }
    };
    const reading = Promise.all([read(), read()]);
    const writing = (async () => {
      while (!stop) {
        await tellSome(3);
        await caughtUp();
      }
    })();
    for (let n = 0; n < 4; n++) await rebuild(options({ maxCells: 80 }), [view]);
    stop = true;
    await Promise.all([reading, writing]);
    expect(reads).toBeGreaterThan(5);
  });

  it('goes on where it was stopped, at every step', async () => {
    await tellSome(80);
    run();
    await caughtUp();
    const steps: RebuildProgress['step'][] = ['plan', 'build', 'index', 'verify', 'go-live'];
    for (const step of steps) {
      // The connection breaks as it would by SIGKILL; the next call must find its way.
      const own = createReadStore(database.url, { applicationName: 'killed' });
      await own.initialize();
      const killed = rebuild(
        options({
          dataSource: own,
          maxCells: 40,
          onProgress: (progress) => {
            if (progress.step === step) throw new Error('killed');
          },
        }),
        [view],
      );
      await expect(killed).rejects.toThrow('killed');
      await own.destroy();
    }
    const [report] = await rebuild(options(), [view]);
    expect(report).toMatchObject({ verified: 'same', wentLive: true });
    await asExpected();
  });

  it('is refused while another one runs', async () => {
    await tellSome(5);
    run();
    await caughtUp();
    let second: Promise<unknown> | undefined;
    const onProgress = ({ step }: RebuildProgress) => {
      if (step === 'build') second ??= rebuild(options(), [view]).catch((error: unknown) => error);
    };
    await rebuild(options({ onProgress }), [view]);
    expect(await second).toBeInstanceOf(RebuildRefusedError);
  });

  it('builds a new version by itself, and the old one stays readable until then', async () => {
    await tellSome(30);
    const old = run();
    await caughtUp();
    await old.stop();
    await tellSome(3);
    const newer = specView('spec_rows', 2);
    let release: () => void = () => undefined;
    const gate = new Promise<void>((open) => (release = open));
    run([newer], {
      rebuild: async (views) => {
        await gate;
        await rebuild(options(), views);
      },
    });
    await until(async () => (await readStatus(dataSource)).state === 'live');
    expect(await awaitPosition(dataSource, (await store.head())!, 100)).toBe(false);
    release();
    await caughtUp();
    await asExpected();
  });
});

import { createReadStore, migrate } from '#read-store';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import type { SubscribeOptions, SubscriptionMessage } from '#event-store';
import { comparePositions, type Position } from '#kernel';
import type { DataSource } from 'typeorm';
import { awaitPosition, currentPosition } from './positions.js';
import { ProjectionRunner, type RunnerOptions } from './runner.js';
import { decode, expected, ignored, silentLog, SpecStore, specView, until } from './spec-world.js';
import { readStatus } from './status.js';
import type { Row } from './view.js';

const grow = (place: string, count = 1) => ({
  kind: 'increment' as const,
  key: { place, month: '2024-09' },
  by: { count },
});
const insert = (place: string) => ({
  kind: 'insert' as const,
  row: { place, month: '2024-09', count: 0, sum: 0, note: null, tags: null, document: null },
});

describe('projection runner', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  const runners: ProjectionRunner[] = [];
  let store: SpecStore;

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

  const view = specView();
  function run(options: Partial<RunnerOptions> = {}): ProjectionRunner {
    const runner = new ProjectionRunner({ dataSource, store, views: [view], decode, log: silentLog, ...options });
    runners.push(runner);
    runner.start();
    return runner;
  }
  const rows = () =>
    dataSource.query<Row[]>('SELECT place, month, count, sum, note, tags, document FROM spec_rows ORDER BY place');
  const head = async () => (await store.head())!;
  const caughtUp = async () => expect(await awaitPosition(dataSource, await head(), 10_000)).toBe(true);
  const asExpected = async () => expect(await rows()).toEqual(expected(view, await store.all()).rows);

  it('writes the past, then what comes', async () => {
    for (let n = 0; n < 30; n++) await store.tell(`a-${n % 7}`, [grow(`place ${n % 5}`)]);
    run({ batch: { maxEvents: 4 } });
    await caughtUp();
    await asExpected();
    await store.tell('a-1', [grow('later')]);
    await caughtUp();
    await asExpected();
    expect((await readStatus(dataSource)).state).not.toBe('failing');
  });

  it('resumes after every checkpoint without missing or repeating an event', async () => {
    for (let n = 0; n < 40; n++) {
      await store.tell(`a-${n % 7}`, [grow(`place ${n % 5}`)], n % 3 === 0 ? ignored : undefined);
    }
    // Stops after each batch, so that every checkpoint is one to resume from.
    for (;;) {
      const before = await currentPosition(dataSource);
      const runner = run({ store: stoppingAfter(store, 3) });
      await until(async () => !same(await currentPosition(dataSource), before));
      await runner.stop();
      if (same(await currentPosition(dataSource), await head())) break;
    }
    await asExpected();
  });

  it('moves the checkpoint past events that no view wants', async () => {
    await store.tell('a-1', [grow('x')]);
    await store.tell('b-1', [], ignored);
    run();
    await caughtUp();
  });

  it('lets one of two work, and the other take over when its connection is killed', async () => {
    const [first, second] = [run(), run()];
    await store.tell('a-1', [grow('x')]);
    await caughtUp();
    const states = () => [first, second].map((runner) => runner.status().state).sort();
    await until(() => states().join() === 'live,standby');
    const stopped = first.status().state === 'live' ? first : second;
    await dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    for (let n = 0; n < 20; n++) await store.tell('a-1', [grow('x')]);
    await caughtUp();
    await asExpected();
    void stopped;
    await until(() => states().join() === 'live,standby');
  });

  it('is fenced when another runner moved the checkpoint, and goes on from there', async () => {
    await store.tell('a-1', [grow('x')]);
    const runner = run();
    await caughtUp();
    // As if a runner that was thought dead had written the next event.
    await store.tell('b-1', [], ignored);
    await caughtUp();
    const fenceAt = { commit: (await head()).commit + 50n };
    await dataSource.query(`UPDATE projection_group SET commit_position = $1, prepare_position = $1`, [
      String(fenceAt.commit),
    ]);
    await store.tell('a-1', [grow('x')]);
    await until(() => runner.status().lastError?.includes('FencedError') ?? false);
    await caughtUp();
    await asExpected();
  });

  it('parks a poison event: only its stream waits, in order', async () => {
    await store.tell('a-1', [insert('x')]);
    await store.tell('a-2', [insert('x')]);
    await store.tell('a-2', [grow('never')]);
    await store.tell('a-3', [grow('y')]);
    run();
    await caughtUp();
    await asExpected();
    const status = await readStatus(dataSource);
    expect(status).toMatchObject({ parked: 1, waiting: 1 });
    const parked = await dataSource.query<Row[]>(
      'SELECT stream, revision, error_class, attempts FROM projection_parked ORDER BY revision',
    );
    expect(parked).toEqual([
      { stream: 'a-2', revision: '0', error_class: 'RowConflictError', attempts: 1 },
      { stream: 'a-2', revision: '1', error_class: 'waiting', attempts: 0 },
    ]);
  });

  it('parks what can not be decoded, and tries again what fails for want of a connection', async () => {
    await store.tell('a-1', [grow('x')]);
    await store.tell('a-2', [grow('y')]);
    let outages = 2;
    const runner = run({
      decode: (stored) => {
        if (outages-- > 0) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
        if (stored.stream === 'a-1') throw new TypeError('no such version');
        return stored;
      },
    });
    await caughtUp();
    expect((await rows()).map(({ place }) => place)).toEqual(['y']);
    expect(await readStatus(dataSource)).toMatchObject({ parked: 1 });
    await until(() => runner.status().state === 'live');
  });

  it('waits for a write of its own, and gives up in time', async () => {
    run();
    await store.tell('a-1', [grow('x')]);
    await caughtUp();
    const { commit, prepare } = await head();
    expect(await awaitPosition(dataSource, { commit: commit + 1n, prepare }, 50)).toBe(false);
    const waiting = awaitPosition(dataSource, { commit: commit + 1n, prepare }, 10_000);
    await store.tell('a-1', [grow('x')]);
    expect(await waiting).toBe(true);
  });

  it('refuses tables that are newer than the code or of another shape', async () => {
    await store.tell('a-1', [grow('x')]);
    const runner = run({ views: [specView('spec_rows', 2)] });
    await caughtUp();
    await runner.stop();
    const older = run();
    await until(() => older.status().lastError?.includes('this code has 1') ?? false);
  });
});

/** Ends each subscription after some messages. */
function stoppingAfter(store: SpecStore, messages: number): SpecStore {
  return Object.assign(Object.create(store) as SpecStore, {
    async *subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
      let left = messages;
      for await (const message of store.subscribe(options)) {
        if (left-- === 0) await new Promise((done) => options.signal.addEventListener('abort', done));
        if (options.signal.aborted) return;
        yield message;
      }
    },
  });
}

const same = (a: Position | undefined, b: Position | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && comparePositions(a, b) === 0);

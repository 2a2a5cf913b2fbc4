import { contexts } from '#contexts';
import { connectEventStore, EventCodec, type EventStore } from '#event-store';
import { derivedId, EventRegistry, rootUnitId } from '#kernel';
import { MasterKey, PersonFieldCipher, PersonKeyTable } from '#privacy';
import { awaitPosition, InMemoryTable, type AnyView } from '#projections';
import { createReadStore, migrate, startEmbeddedPostgres, type EmbeddedPostgres } from '#read-store';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { differencesFromFold, meetingLoad, midBatch, Supervised } from './support.js';

/** Longer runs find rarer faults: `NCS_TEST_CRASH_SECONDS=300 npm test -- test/crash/projector`. */
const seconds = Number(process.env['NCS_TEST_CRASH_SECONDS'] ?? 8);

/** Two projectors, PostgreSQL and the event node as their own processes; all are killed, again and again, under load. */
describe('projector, killed', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let node: Supervised;
  let projectors: Supervised[];
  let dataSource: DataSource;
  let store: EventStore;
  const views: readonly AnyView[] = contexts.flatMap((context) => [...context.views]);
  const masterKey = Buffer.alloc(32, 7).toString('base64');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncs-crash-'));
    // As root, PostgreSQL runs as another user.
    await chmod(folder, 0o755);
    postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
    node = await Supervised.eventNode(join(folder, 'events'));
    const env = {
      NCS_DATABASE: postgres.url,
      NCS_EVENTSTORE: node.connectionString,
      NCS_MASTER_KEY: masterKey,
    };
    dataSource = createReadStore(postgres.url);
    await migrate(dataSource);
    store = connectEventStore(node.connectionString);
    projectors = await Promise.all([Supervised.projector(env), Supervised.projector(env)]);
  }, 60_000);

  afterAll(async () => {
    await Promise.all(projectors?.map((projector) => projector.stop()) ?? []);
    await store.close();
    await dataSource.destroy();
    await node.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it(
    'ends with exactly the rows of a fresh fold',
    async () => {
      const load = meetingLoad(store, derivedId('crash', 'unit'), rootUnitId);
      const end = Date.now() + seconds * 1_000;
      for (let round = 0; Date.now() < end; round++) {
        await new Promise((go) => setTimeout(go, 200 + Math.random() * 400));
        if (round % 6 === 3) {
          const gone = postgres.exited;
          postgres.kill('SIGKILL');
          await gone;
          postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), port: postgres.port });
        } else if (round % 6 === 5) await node.killAndRestart();
        else {
          const leader = await midBatch(dataSource);
          const target = projectors.find(({ pid }) => pid === leader) ?? projectors[round % 2]!;
          await target.killAndRestart();
        }
      }
      await load.stop();
      expect(load.acknowledged).toBeGreaterThan(50);
      const head = (await store.head())!;
      expect(await awaitPosition(dataSource, head, 30_000)).toBe(true);

      const master = MasterKey.fromBase64(masterKey);
      const registry = new EventRegistry(contexts.flatMap(({ events }) => [...events]));
      const codec = new EventCodec(registry, new PersonFieldCipher(new PersonKeyTable(dataSource, master)));
      const tables = views.map((view) => new InMemoryTable(view));
      for await (const stored of store.readAll()) {
        const event = await codec.decode(stored);
        for (const table of tables) table.apply(event);
      }
      for (const [index, view] of views.entries()) {
        expect({ [view.name]: await differencesFromFold(dataSource, view, tables[index]!.all()) }).toEqual({
          [view.name]: [],
        });
      }
      expect(tables.find((_, index) => views[index]!.name === 'attendance_rate')!.all().length).toBeGreaterThan(0);
      expect(await dataSource.query('SELECT * FROM projection_parked')).toEqual([]);
    },
    (seconds + 90) * 1_000,
  );
});

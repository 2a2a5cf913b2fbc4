import { contexts } from '#contexts';
import { connectEventStore, EventCodec, type EventStore } from '#event-store';
import { derivedId, EventRegistry, rootUnitId } from '#kernel';
import { MasterKey, PersonFieldCipher, PersonKeyTable } from '#privacy';
import { awaitPosition, InMemoryTable, isOver, listJobs, requestJob, type AnyView } from '#projections';
import { createReadStore, migrate, startEmbeddedPostgres, type EmbeddedPostgres } from '#read-store';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { differencesFromFold, meetingLoad, midBatch, Supervised } from './support.js';

const views: readonly AnyView[] = contexts.flatMap((context) => [...context.views]);
const masterKey = Buffer.alloc(32, 7).toString('base64');
/** For everybody to come back and catch up, on a slow machine. */
const patienceMs = 120_000;

export interface Outcome {
  readonly acknowledged: number;
  readonly kills: Readonly<Record<'projector' | 'node' | 'postgres', number>>;
  /** Rebuilds of all views that went live meanwhile. */
  readonly rebuilds: number;
  /** Rows of the attendance rate at the end. */
  readonly rows: number;
  /** By view, what only its table or only a fresh fold of all events holds. Empty: all is well. */
  readonly differences: Readonly<Record<string, readonly unknown[]>>;
  readonly parked: number;
}

/**
 * Two projectors, PostgreSQL and the event node as their own processes; all are killed with SIGKILL, again and again,
 * while events are written and views rebuilt. Then every view is compared with a fresh fold.
 */
export async function projectorUnderFire(seconds: number): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'ncs-crash-'));
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    // As root, PostgreSQL runs as another user.
    await chmod(folder, 0o755);
    return await new Battlefield(folder, ends).fight(seconds);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

class Battlefield {
  private postgres!: EmbeddedPostgres;
  private node!: Supervised;
  private projectors: Supervised[] = [];
  private dataSource!: DataSource;
  private store!: EventStore;
  private readonly kills = { projector: 0, node: 0, postgres: 0 };

  constructor(
    private readonly folder: string,
    private readonly ends: (() => Promise<unknown>)[],
  ) {}

  async fight(seconds: number): Promise<Outcome> {
    await this.open();
    const load = meetingLoad(this.store, derivedId('crash', 'unit'), rootUnitId);
    const end = Date.now() + seconds * 1_000;
    for (let round = 0; Date.now() < end; round++) {
      await delay(200 + Math.random() * 400);
      await this.rebuildUnlessOneIs();
      await this.kill(round);
    }
    await load.stop();
    await this.settled();
    return { acknowledged: load.acknowledged, kills: this.kills, ...(await this.judged()) };
  }

  private async open(): Promise<void> {
    const { folder, ends } = this;
    this.postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
    ends.push(() => this.postgres.stop());
    this.node = await Supervised.eventNode(join(folder, 'events'));
    ends.push(() => this.node.stop());
    const { connectionString } = this.node;
    const env = { NCS_DATABASE: this.postgres.url, NCS_EVENTSTORE: connectionString, NCS_MASTER_KEY: masterKey };
    this.dataSource = createReadStore(this.postgres.url);
    await migrate(this.dataSource);
    ends.push(() => this.dataSource.destroy());
    this.store = connectEventStore(connectionString);
    ends.push(() => this.store.close());
    this.projectors = await Promise.all([Supervised.projector(env), Supervised.projector(env)]);
    ends.push(() => Promise.all(this.projectors.map((projector) => projector.stop())));
  }

  private async rebuildUnlessOneIs(): Promise<void> {
    const jobs = await listJobs(this.dataSource, 1);
    if (jobs.length > 0 && !isOver(jobs[0]!)) return;
    const names = views.map(({ name }) => name);
    const work = { kind: 'rebuild', views: names, dryRun: false, acceptDifferences: false } as const;
    await requestJob(this.dataSource, randomUUID(), work, derivedId('crash', 'admin'));
  }

  private async kill(round: number): Promise<void> {
    if (round % 6 === 3) {
      const gone = this.postgres.exited;
      this.postgres.kill('SIGKILL');
      await gone;
      const { port } = this.postgres;
      this.postgres = await startEmbeddedPostgres({ dataDir: join(this.folder, 'postgres'), port });
      this.kills.postgres++;
    } else if (round % 6 === 5) {
      await this.node.killAndRestart();
      this.kills.node++;
    } else {
      const leader = await midBatch(this.dataSource);
      const target = this.projectors.find(({ pid }) => pid === leader) ?? this.projectors[round % 2]!;
      await target.killAndRestart();
      this.kills.projector++;
    }
  }

  /** Everything is written, and no rebuild is under way. */
  private async settled(): Promise<void> {
    const head = (await this.store.head())!;
    if (!(await awaitPosition(this.dataSource, head, patienceMs))) throw new Error('the views did not follow');
    const deadline = Date.now() + patienceMs;
    while ((await listJobs(this.dataSource, 1)).some((job) => !isOver(job))) {
      if (Date.now() > deadline) throw new Error('the rebuild did not come to an end');
      await delay(100);
    }
  }

  private async judged(): Promise<Pick<Outcome, 'rebuilds' | 'rows' | 'differences' | 'parked'>> {
    const registry = new EventRegistry(contexts.flatMap(({ events }) => [...events]));
    const keys = new PersonKeyTable(this.dataSource, MasterKey.fromBase64(masterKey));
    const codec = new EventCodec(registry, new PersonFieldCipher(keys));
    const tables = views.map((view) => new InMemoryTable(view));
    for await (const stored of this.store.readAll()) {
      const event = await codec.decode(stored);
      for (const table of tables) table.apply(event);
    }
    const differences: Record<string, readonly unknown[]> = {};
    for (const [index, view] of views.entries()) {
      const found = await differencesFromFold(this.dataSource, view, tables[index]!.all());
      if (found.length > 0) differences[view.name] = found;
    }
    const jobs = await listJobs(this.dataSource, 10_000);
    const unexpected = jobs.filter(({ state }) => state !== 'done');
    if (unexpected.length > 0) differences['rebuilds'] = unexpected;
    const [parked] = await this.dataSource.query<{ n: string }[]>('SELECT count(*) AS n FROM projection_parked');
    const rows = tables[views.findIndex(({ name }) => name === 'attendance_rate')]!.all().length;
    return { rebuilds: jobs.length - unexpected.length, rows, differences, parked: Number(parked!.n) };
  }
}

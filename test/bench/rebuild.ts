import { contexts } from '#contexts';
import { connectEventStore, EventCodec, type EventStore } from '#event-store';
import { EventRegistry, type Position } from '#kernel';
import { ensureFirstAdmin } from '#platform/identity';
import { MasterKey, PersonFieldCipher, PersonKeyTable } from '#privacy';
import { awaitPosition, rebuild, type AnyView, type RebuildProgress } from '#projections';
import { createReadStore, migrate, startEmbeddedPostgres } from '#read-store';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { EmmettRates } from './rebuild-parts/emmett.js';
import { copyOnly, parseAndFold, readOnly } from './rebuild-parts/limits.js';
import { LiveLoad } from './rebuild-parts/live-load.js';
import { BenchProcesses } from './support/processes.js';
import { percentile } from './support/statistics.js';

/**
 * `npm run bench -- rebuild [--events N] [--emmett N] [--seconds N]`: every view, and the attendance rate alone, built
 * anew from a log of a million events that the real event node serves into the real PostgreSQL; beside it, on the same
 * machine in the same minutes, the limits of the parts and Emmett with the same table; then the lag of the live views
 * while 500 commands a second arrive through the API. Read ratios: the machine is what it is.
 */
const { values } = parseArgs({
  options: { events: { type: 'string' }, emmett: { type: 'string' }, seconds: { type: 'string' } },
});
const eventCount = Number(values.events ?? 1_000_000);
const emmettCount = Math.min(eventCount, Number(values.emmett ?? 10_000));
const liveSeconds = Number(values.seconds ?? 20);
const commandsPerSecond = 500;
/** It hashes some thousands of events a second. */
const auditPatienceMs = 60_000 + eventCount;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const views = contexts.flatMap((context) => [...context.views]);
const attendance = views.find(({ name }) => name === 'attendance_rate')!;
const whole = (rate: number): number => Math.round(rate);
const ratio = (rate: number): number => Number(rate.toFixed(2));

const bench = new BenchProcesses();
const folder = await mkdtemp(join(tmpdir(), 'ncs-bench-'));
await chmod(folder, 0o755);
try {
  await MasterKey.ensureInFolder(folder);
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  bench.atEnd(() => postgres.stop());
  const eventStore = await startNode();
  const store = connectEventStore(eventStore);
  bench.atEnd(() => store.close());
  const dataSource = createReadStore(postgres.url);
  await migrate(dataSource);
  bench.atEnd(() => dataSource.destroy());
  const rebuilds = await measureRebuilds(dataSource, store);
  const limits = await measureLimits(dataSource, store);
  const emmett = await measurePeer(dataSource, postgres.url);
  const live = await measureLive(dataSource, store, { NCS_DATABASE: postgres.url, NCS_EVENTSTORE: eventStore });
  say(`machine: ${cpus().length} × ${cpus()[0]!.model}, node ${process.version}, ${new Date().toISOString()}`);
  say(
    JSON.stringify({
      bench: 'rebuild',
      events: eventCount,
      eventsPerSecond: whole(rebuilds.all),
      attendancePerSecond: whole(rebuilds.attendance),
      vsEmmett: ratio(rebuilds.attendance / emmett.rebuild),
      vsEmmettTuned: ratio(rebuilds.attendance / emmett.rebuildTuned),
      vsParseFold: ratio(rebuilds.attendance / limits.parseFold),
      peakMb: rebuilds.peakMb,
      commandsPerSecond: whole(live.perSecond),
      lagP50Ms: whole(percentile(live.lags, 50)),
      lagP99Ms: whole(percentile(live.lags, 99)),
    }),
  );
} finally {
  await bench.end();
  await rm(folder, { recursive: true, force: true });
}

/** @returns the connection string of a node that holds the log */
async function startNode(): Promise<string> {
  const data = join(folder, 'events');
  const seconds = await timed(async () => {
    const filling = await bench.start('test/bench/rebuild-parts/fill.js', [data, String(eventCount)], {});
    if (filling.exitCode === null) await once(filling, 'exit');
    if (filling.exitCode !== 0) throw new Error('the log could not be written');
  });
  say(`log: ${eventCount} events, written into the node's folder in ${seconds.toFixed(1)} s`);
  const port = await bench.freePort();
  await bench.start('apps/event-node/src/main.js', ['--port', String(port), '--data', data], {}, port);
  return `esdb://127.0.0.1:${port}?tls=false`;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

async function measureRebuilds(dataSource: DataSource, store: EventStore) {
  const master = await MasterKey.read(undefined, folder);
  const registry = new EventRegistry(contexts.flatMap(({ events }) => [...events]));
  const codec = new EventCodec(registry, new PersonFieldCipher(new PersonKeyTable(dataSource, master)));
  const decode = codec.decode.bind(codec);
  const head = (await store.head())!;
  // A group that stands at the end of the log without tables; the projector goes on from there later.
  await dataSource.query(
    `INSERT INTO projection_group (name, commit_position, prepare_position) VALUES ('main', $1, $2)`,
    [String(head.commit), String(head.prepare)],
  );
  const memory = watchMemory();
  const run = async (name: string, chosen: readonly AnyView[]): Promise<number> => {
    const steps = new Map<string, number>();
    const started = performance.now();
    const onProgress = ({ step }: RebuildProgress) =>
      void (steps.has(step) || steps.set(step, (performance.now() - started) / 1_000));
    const cpuBefore = process.cpuUsage();
    const seconds = await timed(async () => {
      const reports = await rebuild({ dataSource, store, decode, onProgress }, chosen);
      if (!reports.every(({ wentLive }) => wentLive)) throw new Error(JSON.stringify(reports).slice(0, 2_000));
      const rows = reports.reduce((sum, report) => sum + report.rows, 0);
      const verified = [...new Set(reports.map((report) => report.verified))].join(', ');
      say(`${name} (${reports.length}): ${rows} rows, ${verified}`);
    });
    const { user, system } = process.cpuUsage(cpuBefore);
    const began = [...steps].map(([step, at]) => `${step} ${at.toFixed(1)}`).join(', ');
    say(`  ${seconds.toFixed(1)} s, ${whole(eventCount / seconds)} events/s; steps began at (s): ${began}`);
    say(`  processor time of the rebuilding process ${((user + system) / 1e6).toFixed(1)} s`);
    return eventCount / seconds;
  };
  const all = await run('every view', views);
  const again = await run('attendance_rate, compared with the live rows', [attendance]);
  return { all, attendance: again, peakMb: memory.stop() };
}

/** Megabytes at most that this process took. */
function watchMemory() {
  let peak = 0;
  const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  return {
    stop(): number {
      clearInterval(sampling);
      return Math.round(peak / 1_048_576);
    },
  };
}

async function measureLimits(dataSource: DataSource, store: EventStore) {
  const until: Position = (await store.head())!;
  const read = await readOnly(store, until, attendance, false);
  const readAndParse = await readOnly(store, until, attendance, true);
  const { seconds, rows } = parseAndFold(attendance, eventCount);
  const runner = dataSource.createQueryRunner();
  const copied = await copyOnly((await runner.connect()) as PoolClient, attendance, rows);
  await runner.release();
  const rate = (of: number) => whole(eventCount / of);
  say(`limits, events/s: read ${rate(read)}, read and parse ${rate(readAndParse)}, parse and fold ${rate(seconds)}`);
  say(`limits, rows/s: COPY and key ${whole(copied)} (${rows.length} rows)`);
  return { parseFold: eventCount / seconds };
}

async function measurePeer(dataSource: DataSource, url: string) {
  await dataSource.query('CREATE DATABASE emmett');
  const other = new URL(url);
  other.pathname = '/emmett';
  const measuring = await bench.start('test/bench/rebuild-parts/emmett.js', [other.href, String(emmettCount)], {});
  const ended = once(measuring, 'exit').then(([code]) => Promise.reject(new Error(`Emmett's part ended: ${code}`)));
  ended.catch(() => undefined);
  const [rates] = (await Promise.race([once(measuring, 'message'), ended])) as [EmmettRates];
  say(
    `Emmett on ${emmettCount} events, events/s: inline ${whole(rates.inline)},` +
      ` rebuild ${whole(rates.rebuild)}, tuned ${whole(rates.rebuildTuned)}`,
  );
  return rates;
}

/** The log was written behind the system's back: a running system's audit has seen its past, and works with its present. */
async function auditHolds(dataSource: DataSource, position: Position): Promise<void> {
  let size = 0;
  const deadline = performance.now() + auditPatienceMs;
  const seconds = await timed(async () => {
    for (;;) {
      if (performance.now() > deadline) throw new Error(`the audit has taken in ${size} events only`);
      const [row] = await dataSource.query<{ size: string; reached: boolean }[]>(
        'SELECT size, commit_position >= $1 AS reached FROM audit_log',
        [String(position.commit)],
      );
      size = Number(row?.size ?? 0);
      if (row?.reached) return;
      await delay(100);
    }
  });
  say(`audit: ${size} events taken into the log in ${seconds.toFixed(1)} s`);
}

async function measureLive(dataSource: DataSource, store: EventStore, addresses: Readonly<Record<string, string>>) {
  const admin = (await ensureFirstAdmin(dataSource))!;
  const port = await bench.freePort();
  const env = { ...addresses, NCS_DATA: folder, NCS_PORT: String(port), NCS_LOG_LEVEL: 'warn' };
  await bench.start('apps/projector/src/main.js', [], { ...env, NCS_AUDIT: 'on' });
  await bench.start('apps/api/src/main.js', [], env, port);
  const load = new LiveLoad(`http://127.0.0.1:${port}`, dataSource);
  await load.prepare(admin.username, admin.oneTimePassword);
  const head = (await store.head())!;
  if (!(await awaitPosition(dataSource, head, 120_000))) throw new Error('the views did not follow');
  await auditHolds(dataSource, head);
  await load.run(commandsPerSecond, 3);
  const live = await load.run(commandsPerSecond, liveSeconds);
  say(`live: ${live.lags.length} commands at ${whole(live.perSecond)}/s over HTTP`);
  return live;
}

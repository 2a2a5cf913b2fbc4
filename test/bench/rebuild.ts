import { contexts } from '#contexts';
import { connectEventStore, EventCodec, type EventStore, type EventToAppend, type StoredEvent } from '#event-store';
import { derivedId, EventRegistry, rootUnitId, type EventMetadata } from '#kernel';
import { PersonFieldCipher, PersonKeyTable, MasterKey } from '#privacy';
import {
  InMemoryTable,
  ProjectionRunner,
  awaitPosition,
  rebuild,
  type AnyView,
  type RebuildProgress,
} from '#projections';
import { createReadStore, migrate, startEmbeddedPostgres } from '#read-store';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { BenchProcesses } from './support/processes.js';
import { percentile } from './support/statistics.js';

/**
 * Rebuild of the views from a log of realistic shape (a meeting, its attendance, some hot units), read from the real
 * event node into the real PostgreSQL; beside it the limit of one thread that only parses and folds the same events in
 * memory. Then the lag of the live views while events keep coming.
 */
const eventCount = Number(process.env['NCS_TEST_BENCH_EVENTS'] ?? 1_000_000);
const liveSeconds = Number(process.env['NCS_TEST_BENCH_SECONDS'] ?? 10);
const livePerSecond = 500;
const eventsPerMeeting = 5;

const id = (...parts: (string | number)[]): string => derivedId('bench', ...parts);
const unitIds = Array.from({ length: 600 }, (_, n) => id('unit', n));
const cadreIds = Array.from({ length: 2_000 }, (_, n) => id('cadre', n));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const views = contexts.flatMap((context) => [...context.views]);
const attendance = views.find(({ name }) => name === 'attendance_rate')!;

const bench = new BenchProcesses();
const folder = await mkdtemp(join(tmpdir(), 'ncs-bench-'));
await chmod(folder, 0o755);
try {
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  bench.atEnd(() => postgres.stop());
  const port = await bench.freePort();
  const nodeArgs = ['--port', String(port), '--data', join(folder, 'events')];
  await bench.start('apps/event-node/src/main.js', nodeArgs, {}, port);
  const store = connectEventStore(`esdb://127.0.0.1:${port}?tls=false`);
  bench.atEnd(() => store.close());
  const dataSource = createReadStore(postgres.url);
  await migrate(dataSource);
  bench.atEnd(() => dataSource.destroy());
  await run(dataSource, store);
} finally {
  await bench.end();
  await rm(folder, { recursive: true, force: true });
}

async function run(dataSource: DataSource, store: EventStore): Promise<void> {
  const master = MasterKey.fromBase64(Buffer.alloc(32).toString('base64'));
  const registry = new EventRegistry(contexts.flatMap(({ events }) => [...events]));
  const codec = new EventCodec(registry, new PersonFieldCipher(new PersonKeyTable(dataSource, master)));
  const decode = codec.decode.bind(codec);

  const loadedMs = await timed(() => load(store));
  say(`log: ${eventCount} events written in ${(loadedMs / 1000).toFixed(1)} s`);
  const parseFold = eventCount / ((await parseAndFold(store)) / 1000);
  say(`parse + fold of attendance_rate, one thread: ${Math.round(parseFold)} events/s`);

  // A group whose views stand at the end of the log without rows: what a rebuild then compares with is not measured.
  const head = (await store.head())!;
  const rates = new Map<string, number>();
  let peak = 0;
  const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  for (const [name, chosen] of [
    ['attendance_rate', [attendance]],
    ['all views', views],
  ] as const) {
    const group = `bench ${name}`;
    await dataSource.query(
      'INSERT INTO projection_group (name, commit_position, prepare_position) VALUES ($1, $2, $3)',
      [group, String(head.commit), String(head.prepare)],
    );
    const steps = new Map<string, number>();
    const onProgress = ({ step }: RebuildProgress) => void (steps.has(step) || steps.set(step, performance.now()));
    const cpuBefore = process.cpuUsage();
    const ms = await timed(() => rebuild({ dataSource, store, decode, group, onProgress }, chosen));
    const { user, system } = process.cpuUsage(cpuBefore);
    rates.set(name, eventCount / (ms / 1000));
    say(`rebuild of ${name}: ${(ms / 1000).toFixed(1)} s, ${Math.round(eventCount / (ms / 1000))} events/s`);
    const first = [...steps.values()][0]!;
    const starts = [...steps].map(([step, at]) => `${step} ${((at - first) / 1000).toFixed(1)} s`);
    say(`  steps began at: ${starts.join(', ')}; processor time here ${((user + system) / 1e6).toFixed(1)} s`);
  }
  clearInterval(sampling);
  const lag = await liveLag(dataSource, store, decode, views);
  const attendanceRate = rates.get('attendance_rate')!;
  say(
    JSON.stringify({
      bench: 'rebuild',
      events: eventCount,
      eventsPerSecond: Math.round(rates.get('all views')!),
      attendancePerSecond: Math.round(attendanceRate),
      vsParseFold: Number((attendanceRate / parseFold).toFixed(2)),
      peakMb: Math.round(peak / 1_048_576),
      lagP50Ms: percentile(lag, 50),
      lagP99Ms: percentile(lag, 99),
    }),
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function metadataOf(commandId: string, n: number): EventMetadata {
  return {
    $correlationId: commandId,
    $causationId: commandId,
    commandId,
    command: 'bench',
    commandDigest: commandId.replaceAll('-', ''),
    actor: { subject: cadreIds[n % cadreIds.length]!, role: 'secretary', unitId: rootUnitId },
    recordedAt: new Date().toISOString(),
    effectiveAt: '2024-09-03',
    schemaVersion: 1,
    chain: { previous: null, hash: commandId.replaceAll('-', '').repeat(2) },
  };
}

/** One meeting held by a unit, every tenth by a hot one, and the attendance of four cadres. */
function meetingEvents(n: number): readonly EventToAppend[] {
  const meetingId = id('meeting', n);
  const unitId = unitIds[n % 10 === 0 ? 0 : n % unitIds.length]!;
  const expectedCadreIds = [0, 1, 2, 3].map((offset) => cadreIds[(n * 7 + offset) % cadreIds.length]!);
  const heldOn = `2024-${String((Math.floor(n / unitIds.length) % 12) + 1).padStart(2, '0')}-03`;
  const common = { meetingId, unitId, kind: 'regular', heldOn };
  const held = { ...common, scheduledFor: null, durationMinutes: 95, expectedCadreIds };
  const events: { type: string; data: EventToAppend['data'] }[] = [{ type: 'meetings.MeetingHeld', data: held }];
  for (const cadreId of expectedCadreIds) {
    const data = { ...common, cadreId, mark: 'present', previousMark: null, wasExpected: true };
    events.push({ type: 'meetings.AttendanceRecorded', data });
  }
  return events.map((event, index) => {
    const eventId = id('event', n, index);
    return { id: eventId, ...event, metadata: metadataOf(eventId, n) };
  });
}

async function load(store: EventStore): Promise<void> {
  let next = 0;
  const meetings = eventCount / eventsPerMeeting;
  const writer = async (): Promise<void> => {
    for (let n = next++; n < meetings; n = next++) {
      await store.append(`meeting-${id('meeting', n)}`, meetingEvents(n), 'no-stream');
    }
  };
  await Promise.all(Array.from({ length: 64 }, writer));
}

/** @returns milliseconds of one thread for as many events of the same shape, from their JSON text */
async function parseAndFold(store: EventStore): Promise<number> {
  const sample: StoredEvent[] = [];
  for await (const event of store.readAll({ maxCount: 20_000 })) sample.push(event);
  const texts = sample.map(({ position: _, ...event }) => JSON.stringify(event));
  const table = new InMemoryTable(attendance);
  const started = performance.now();
  for (let done = 0; done < eventCount;) {
    for (const [index, text] of texts.entries()) {
      if (done++ === eventCount) break;
      table.apply({ ...(JSON.parse(text) as StoredEvent), position: sample[index]!.position });
    }
  }
  return performance.now() - started;
}

/** Milliseconds from the acknowledged append until the live views hold it. */
async function liveLag(
  dataSource: DataSource,
  store: EventStore,
  decode: EventCodec['decode'],
  all: readonly AnyView[],
): Promise<number[]> {
  const group = 'bench all views';
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const runner = new ProjectionRunner({ dataSource, store, views: all, decode, log, group });
  runner.start();
  await awaitPosition(dataSource, (await store.head())!, 60_000, group);
  const lags: number[] = [];
  const pending: Promise<void>[] = [];
  const end = performance.now() + liveSeconds * 1_000;
  const meetingsPerSecond = livePerSecond / eventsPerMeeting;
  for (let n = 0; performance.now() < end; n++) {
    const due = end - liveSeconds * 1_000 + (n * 1_000) / meetingsPerSecond;
    await new Promise((go) => setTimeout(go, Math.max(0, due - performance.now())));
    const events = meetingEvents(eventCount + n);
    const written = store.append(`meeting-${id('meeting', eventCount + n)}`, events, 'no-stream');
    pending.push(
      written.then(async ({ position }) => {
        const acknowledged = performance.now();
        await awaitPosition(dataSource, position, 30_000, group);
        lags.push(Math.round(performance.now() - acknowledged));
      }),
    );
  }
  await Promise.all(pending);
  await runner.stop();
  say(`live: ${lags.length * eventsPerMeeting} events at ${livePerSecond}/s`);
  return lags;
}

import { answerFor, AuditFolder, proveEvent, runAudit, verifyHistory } from '#audit';
import { connectEventStore, type EventStore, type EventToAppend } from '#event-store';
import { chainHash, derivedId, type EventMetadata } from '#kernel';
import { MasterKey } from '#privacy';
import { createReadStore, migrate, startEmbeddedPostgres } from '#read-store';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProvince, historyFigures } from './support/history-latency.js';
import { BenchProcesses } from './support/processes.js';
import { percentile } from './support/statistics.js';

/**
 * What the proof of a history costs: hashing per append, integration into the signed log, verification of everything,
 * and one proof; and how long answers about the past take in a province of a million events. `npm run bench -- audit
 * [events] [events of the province]`, 200,000 and 1,000,000 when left out. Real event node in a process of its own,
 * durable; real PostgreSQL.
 */
const total = Number(process.argv[2] ?? 200_000);
const provinceEvents = Number(process.argv[3] ?? 1_000_000);
const perStream = 10;
const atOnce = 32;
const proofs = 200;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
const seconds = (since: number): number => (performance.now() - since) / 1000;
const quiet = { info: () => undefined, warn: () => undefined, error: (fields: object) => say(JSON.stringify(fields)) };

let hashingMs = 0;

/** About 1.1 kB stored, as an attendance mark with a sealed note is. */
function streamOf(n: number): { readonly stream: string; readonly events: EventToAppend[] } {
  const stream = `meeting-${derivedId('bench', n)}`;
  const events: EventToAppend[] = [];
  let previous: string | null = null;
  for (let revision = 0; revision < perStream; revision++) {
    const commandId = derivedId('bench', n, revision);
    const cadreId = derivedId('bench', 'cadre', revision);
    const cipher = Buffer.alloc(120, revision).toString('base64');
    const data = { cadreId, mark: 'present', note: { $personal: { subject: cadreId, cipher } } };
    const now = new Date().toISOString();
    const metadata: Omit<EventMetadata, 'chain'> = {
      $correlationId: commandId,
      $causationId: commandId,
      commandId,
      command: 'record-meeting-attendance',
      commandDigest: '0'.repeat(32),
      actor: { subject: cadreId, role: 'secretary', unitId: commandId },
      recordedAt: now,
      effectiveAt: now.slice(0, 10),
      decision: { number: '1391-QĐ/TU', date: '2024-08-29', issuer: 'Tỉnh ủy Bắc Kạn' },
      schemaVersion: 1,
    };
    const event = { stream, revision, id: derivedId(commandId, 0), type: 'meetings.AttendanceRecorded', data };
    const started = performance.now();
    const hash = chainHash({ ...event, metadata }, previous);
    hashingMs += performance.now() - started;
    events.push({ id: event.id, type: event.type, data, metadata: { ...metadata, chain: { previous, hash } } });
    previous = hash;
  }
  return { stream, events };
}

async function write(store: EventStore): Promise<number> {
  const started = performance.now();
  let next = 0;
  const writer = async (): Promise<void> => {
    while (next < total / perStream) {
      const { stream, events } = streamOf(next++);
      await store.append(stream, events, 'no-stream');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, writer));
  return seconds(started);
}

/** In a database and an event store of their own. */
async function inProvince(postgresUrl: string) {
  const admin = createReadStore(postgresUrl);
  await admin.initialize();
  await admin.query('CREATE DATABASE province');
  await admin.destroy();
  const url = new URL(postgresUrl);
  url.pathname = '/province';
  const dataSource = createReadStore(url.href);
  await migrate(dataSource);
  bench.atEnd(() => dataSource.destroy());
  const port = await bench.freePort();
  await bench.start(
    'apps/event-node/src/main.js',
    ['--port', String(port), '--data', join(folder, 'province')],
    {},
    port,
  );
  const store = connectEventStore(`esdb://127.0.0.1:${port}?tls=false`);
  bench.atEnd(() => store.close());
  await buildProvince(dataSource, store, provinceEvents, say);
  return historyFigures(dataSource, store, say);
}

const bench = new BenchProcesses();
const folder = await mkdtemp(join(tmpdir(), 'ncs-bench-'));
try {
  await MasterKey.ensureInFolder(folder);
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  bench.atEnd(() => postgres.stop());
  const dataSource = createReadStore(postgres.url);
  await migrate(dataSource);
  bench.atEnd(() => dataSource.destroy());
  const port = await bench.freePort();
  const node = ['--port', String(port), '--data', join(folder, 'events')];
  await bench.start('apps/event-node/src/main.js', node, {}, port);
  const store = connectEventStore(`esdb://127.0.0.1:${port}?tls=false`);
  bench.atEnd(() => store.close());

  const writeSeconds = await write(store);
  const hashUs = (hashingMs * 1000) / total;
  say(`written ${total} events in ${round(writeSeconds, 1)} s; chain hash ${round(hashUs, 1)} µs per event`);

  const started = performance.now();
  const audit = runAudit({ dataSource, store, dataFolder: folder, log: quiet });
  while (audit.status().signedSize < total) await new Promise((again) => setTimeout(again, 20));
  const integratedPerSecond = Math.round(total / seconds(started));
  await audit.stop();
  say(`integrated and signed: ${integratedPerSecond} events/s`);

  const auditFolder = new AuditFolder(folder);
  const report = await verifyHistory({ dataSource, store, folder: auditFolder });
  if (!report.ok) throw new Error(`a sound history was doubted: ${report.findings[0]!.en}`);
  const verifiedPerSecond = Math.round(report.events / report.seconds);
  const rssMb = Math.round(process.memoryUsage().rss / 2 ** 20);
  say(`verified: ${verifiedPerSecond} events/s in ${round(report.seconds, 1)} s, memory ${rssMb} MB`);

  const proveMs: number[] = [];
  const checkMs: number[] = [];
  let proofBytes = 0;
  for (let n = 0; n < proofs; n++) {
    const id = derivedId(derivedId('bench', (n * 7919) % (total / perStream), n % perStream), 0);
    const before = performance.now();
    const text = JSON.stringify(await proveEvent({ dataSource, store, folder: auditFolder }, { id }));
    proveMs.push(performance.now() - before);
    proofBytes = Math.max(proofBytes, Buffer.byteLength(text));
    const checking = performance.now();
    if (!answerFor(text).ok) throw new Error('a sound proof was refused');
    checkMs.push(performance.now() - checking);
  }
  const [{ bytes }] = await dataSource.query<[{ bytes: string }]>(
    `SELECT sum(pg_total_relation_size(name)) AS bytes FROM unnest(ARRAY['audit_leaf', 'audit_node']::regclass[]) AS name`,
  );
  const tableBytesPerEvent = Math.round(Number(bytes) / total);
  say(
    `proof: ${proofBytes} bytes, made in ${round(percentile(proveMs, 50))} ms; tables ${tableBytesPerEvent} bytes/event`,
  );
  const history = await inProvince(postgres.url);
  say(
    JSON.stringify({
      bench: 'audit',
      events: total,
      hashUsPerAppend: round(hashUs, 1),
      integratedPerSecond,
      verifiedPerSecond,
      verifySeconds: round(report.seconds, 1),
      rssMb,
      proofBytes,
      proveMsP50: round(percentile(proveMs, 50)),
      proveMsP99: round(percentile(proveMs, 99)),
      checkMsP50: round(percentile(checkMs, 50)),
      tableBytesPerEvent,
      historyEvents: provinceEvents,
      ...history,
    }),
  );
} finally {
  await bench.end();
  await rm(folder, { recursive: true, force: true });
}

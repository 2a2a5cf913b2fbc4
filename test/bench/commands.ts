import { connectEventStore } from '#event-store';
import { derivedId, rootUnitId, type Position } from '#kernel';
import { ensureFirstAdmin } from '#platform/identity';
import { MasterKey } from '#privacy';
import { awaitPosition } from '#projections';
import { createReadStore, migrate, startEmbeddedPostgres } from '#read-store';
import autocannon from 'autocannon';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchProcesses } from './support/processes.js';
import { median, percentile } from './support/statistics.js';

/**
 * Commands per second over HTTP at 64 connections, durable, with the projector running beside; and, in the same run on
 * the same PostgreSQL, the naive alternative: NestJS with TypeORM's `save` of the current state, on Nest's default HTTP
 * adapter and on ours. Rounds alternate, the median round counts.
 */
const rounds = Number(process.env['NCS_TEST_BENCH_ROUNDS'] ?? 3);
const secondsPerRound = Number(process.env['NCS_TEST_BENCH_SECONDS'] ?? 8);
const connections = 64;
const meetingCount = 400;
const cadreCount = 8;
const marks = ['present', 'late', 'excused', 'absent'] as const;

const id = (...parts: (string | number)[]): string => derivedId('bench', ...parts);
const cellId = id('cell');
const meetingIds = Array.from({ length: meetingCount }, (_, index) => id('meeting', index));
const cadreIds = Array.from({ length: cadreCount }, (_, index) => id('cadre', index));
const decision = { number: '1391-QĐ/TU', date: '2024-08-29', issuer: 'Tỉnh ủy Bắc Kạn' };

let next = 0;
const bench = new BenchProcesses();
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = await mkdtemp(join(tmpdir(), 'ncs-bench-'));
try {
  await MasterKey.ensureInFolder(folder);
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  bench.atEnd(() => postgres.stop());
  const dataSource = createReadStore(postgres.url);
  await migrate(dataSource);
  bench.atEnd(() => dataSource.destroy());
  const admin = (await ensureFirstAdmin(dataSource))!;

  const nodePort = await bench.freePort();
  const eventStore = `esdb://127.0.0.1:${nodePort}?tls=false`;
  await bench.start(
    'apps/event-node/src/main.js',
    ['--port', String(nodePort), '--data', join(folder, 'events')],
    {},
    nodePort,
  );
  const apiPort = await bench.freePort();
  const env = {
    NCS_DATA: folder,
    NCS_DATABASE: postgres.url,
    NCS_EVENTSTORE: eventStore,
    NCS_PORT: String(apiPort),
    NCS_LOG_LEVEL: 'warn',
  };
  await bench.start('apps/projector/src/main.js', [], env);
  await bench.start('apps/api/src/main.js', [], env, apiPort);
  const naivePorts = { express: await bench.freePort(), fastify: await bench.freePort() };
  for (const [adapter, port] of Object.entries(naivePorts)) {
    const args = [adapter, postgres.url, String(port), meetingIds.join(',')];
    await bench.start('test/bench/naive/naive-api.js', args, {}, port);
  }

  const baseUrl = `http://127.0.0.1:${apiPort}`;
  const token = await signIn(baseUrl, admin.username, admin.oneTimePassword);
  await prepare(baseUrl, token);

  const ours: number[] = [];
  const naive: Record<keyof typeof naivePorts, number[]> = { express: [], fastify: [] };
  const lags: number[] = [];
  const store = connectEventStore(eventStore);
  bench.atEnd(() => store.close());
  await load(baseUrl, token, 2);
  for (const port of Object.values(naivePorts)) await loadNaive(port, 2);
  for (let round = 1; round <= rounds; round++) {
    const stopProbe = probeLag(dataSource, () => store.head(), lags);
    ours.push(await load(baseUrl, token, secondsPerRound));
    await stopProbe();
    naive.express.push(await loadNaive(naivePorts.express, secondsPerRound));
    naive.fastify.push(await loadNaive(naivePorts.fastify, secondsPerRound));
    const [a, b, c] = [ours, naive.express, naive.fastify].map((rates) => rates.at(-1)!.toFixed(0));
    say(`round ${round}: commands/s ${a}; naive on Express ${b}, on Fastify ${c}`);
  }
  say(`machine: ${cpus().length} × ${cpus()[0]!.model}, node ${process.version}, ${new Date().toISOString()}`);
  const ratio = (rates: readonly number[]): number => Number((median(ours) / median(rates)).toFixed(2));
  say(
    JSON.stringify({
      bench: 'commands',
      commandsPerSecond: Math.round(median(ours)),
      vsNaive: ratio(naive.express),
      vsNaiveOnFastify: ratio(naive.fastify),
      lagP50Ms: Math.round(percentile(lags, 50)),
      lagP99Ms: Math.round(percentile(lags, 99)),
      lagSamples: lags.length,
    }),
  );
} finally {
  await bench.end();
  await rm(folder, { recursive: true, force: true });
}

async function post(url: string, token: string | undefined, body: object): Promise<Record<string, unknown>> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify(body),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${url}: ${reply.status} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

async function signIn(baseUrl: string, username: string, password: string): Promise<string> {
  const first = await post(`${baseUrl}/api/auth/sign-in`, undefined, { username, password });
  const newPassword = randomUUID();
  const change = { password, newPassword };
  const changed = await post(`${baseUrl}/api/auth/change-password`, first['accessToken'] as string, change);
  return changed['accessToken'] as string;
}

/** One cell, followed by eight cadres, that held 400 meetings: 3,200 marks to change over and over. */
async function prepare(baseUrl: string, token: string): Promise<void> {
  const send = (act: string, body: object) => post(`${baseUrl}/api/commands/${act}`, token, body);
  const [provinceId, communeId] = [id('province'), id('commune')];
  const units = [
    { unitId: provinceId, name: 'Bắc Kạn', level: 'province', parentId: rootUnitId },
    { unitId: communeId, name: 'Xã Quảng Khê', level: 'commune', parentId: provinceId },
    { unitId: cellId, name: 'Chi bộ thôn Nà Lẻ', level: 'cell', parentId: communeId },
  ];
  for (const unit of units) await send('register-unit', { ...unit, effectiveAt: '2020-01-01' });
  for (const [index, cadreId] of cadreIds.entries()) {
    await send('register-cadre', { cadreId, fullName: `Cán bộ ${index}`, position: 'Chuyên viên', unitId: communeId });
    const assignment = { assignmentId: id('assignment', index), unitId: cellId, cadreId, from: '2024-01-01', decision };
    await send('assign-cadre', assignment);
  }
  for (const meetingId of meetingIds) {
    const held = { meetingId, unitId: cellId, kind: 'regular', heldOn: '2024-09-03', durationMinutes: 95 };
    await send('hold-meeting', held);
  }
}

/** Each request changes a mark, so each appends an event. */
function markChange(): object {
  const turn = next++;
  const slot = turn % (meetingCount * cadreCount);
  const round = Math.floor(turn / (meetingCount * cadreCount));
  return {
    meetingId: meetingIds[slot % meetingCount],
    cadreId: cadreIds[Math.floor(slot / meetingCount)],
    mark: marks[round % marks.length],
  };
}

async function load(baseUrl: string, token: string, seconds: number): Promise<number> {
  return fire(`${baseUrl}/api/commands/record-meeting-attendance`, seconds, () => ({
    authorization: `Bearer ${token}`,
    'idempotency-key': randomUUID(),
  }));
}

function loadNaive(port: number, seconds: number): Promise<number> {
  return fire(`http://127.0.0.1:${port}/attendance`, seconds, () => ({}));
}

async function fire(url: string, seconds: number, headers: () => Record<string, string>): Promise<number> {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        setupRequest: (request) => ({
          ...request,
          headers: { 'content-type': 'application/json', ...headers() },
          body: JSON.stringify(markChange()),
        }),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) {
    const statuses = JSON.stringify(result.statusCodeStats);
    throw new Error(`${url}: ${statuses}, ${result.errors} errors: not a measurement`);
  }
  return result['2xx'] / result.duration;
}

/** How long the last event of the store takes from being seen there to standing in the views. */
function probeLag(
  dataSource: Parameters<typeof awaitPosition>[0],
  head: () => Promise<Position | undefined>,
  lags: number[],
): () => Promise<void> {
  let isOver = false;
  const probing = (async () => {
    while (!isOver) {
      const position = await head();
      const seen = performance.now();
      if (position) await awaitPosition(dataSource, position, 10_000);
      lags.push(performance.now() - seen);
      await new Promise((again) => setTimeout(again, 25));
    }
  })();
  return async () => {
    isOver = true;
    await probing;
  };
}

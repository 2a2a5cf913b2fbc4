import { connectEventStore } from '#event-store';
import { derivedId, rootUnitId, type Position } from '#kernel';
import { ensureFirstAdmin } from '#platform/identity';
import { MasterKey } from '#privacy';
import { awaitPosition } from '#projections';
import { createReadStore, migrate, startEmbeddedPostgres } from '#read-store';
import autocannon from 'autocannon';
import { SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuSeconds } from '../event-node/process-usage.js';
import { BenchProcesses } from './support/processes.js';
import { median, percentile } from './support/statistics.js';

/**
 * Commands per second over HTTP at 64 connections, durable, with the projector running beside; and, in the same run on
 * the same PostgreSQL, the naive alternative: NestJS with TypeORM's `save`, of the current state alone on Nest's default
 * HTTP adapter and on ours, and with the same duties as our command (identity, idempotence, history). Every server is
 * warmed up until its code is compiled. Rounds alternate, the median round counts.
 */
const rounds = Number(process.env['NCS_TEST_BENCH_ROUNDS'] ?? 3);
const secondsPerRound = Number(process.env['NCS_TEST_BENCH_SECONDS'] ?? 8);
const warmUpSeconds = 10;
const connections = 64;
const meetingCount = 400;
const cadreCount = 8;
const marks = ['present', 'late', 'excused', 'absent'] as const;

type Usage = Readonly<Record<string, number>>;

interface Naive {
  readonly url: string;
  readonly rates: number[];
}

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
  const eventNode = await bench.start(
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
  const projector = await bench.start('apps/projector/src/main.js', [], env);
  const api = await bench.start('apps/api/src/main.js', [], env, apiPort);
  const parts = { api, eventNode, projector, load: process };
  const secret = randomUUID();
  const naiveToken = await new SignJWT()
    .setSubject('bench')
    .setProtectedHeader({ alg: 'HS256' })
    .sign(Buffer.from(secret));
  const startNaive = async (adapter: string, path: string): Promise<Naive> => {
    const port = await bench.freePort();
    const args = [adapter, postgres.url, String(port), meetingIds.join(','), secret];
    await bench.start('test/bench/naive/naive-api.js', args, {}, port);
    return { url: `http://127.0.0.1:${port}/${path}`, rates: [] };
  };
  const naive = {
    onExpress: await startNaive('express', 'attendance'),
    onFastify: await startNaive('fastify', 'attendance'),
    sameDuties: await startNaive('fastify', 'attendance-kept'),
  };

  const baseUrl = `http://127.0.0.1:${apiPort}`;
  const token = await signIn(baseUrl, admin.username, admin.oneTimePassword);
  await prepare(baseUrl, token);

  const ours: number[] = [];
  const lags: number[] = [];
  const store = connectEventStore(eventStore);
  bench.atEnd(() => store.close());
  await load(baseUrl, token, warmUpSeconds);
  for (const { url } of Object.values(naive)) await fire(url, naiveToken, warmUpSeconds);
  for (let round = 1; round <= rounds; round++) {
    const stopProbe = probeLag(dataSource, () => store.head(), lags);
    const before = processorTime(parts);
    ours.push(await load(baseUrl, token, secondsPerRound));
    await stopProbe();
    const used = perCommand(before, processorTime(parts), ours.at(-1)! * secondsPerRound);
    for (const { url, rates } of Object.values(naive)) rates.push(await fire(url, naiveToken, secondsPerRound));
    const peers = Object.entries(naive).map(([name, { rates }]) => `${name} ${rates.at(-1)!.toFixed(0)}`);
    say(`round ${round}: commands/s ${ours.at(-1)!.toFixed(0)} (${used}); naive ${peers.join(', ')}`);
  }
  say(`machine: ${cpus().length} × ${cpus()[0]!.model}, node ${process.version}, ${new Date().toISOString()}`);
  const ratio = ({ rates }: Naive): number => Number((median(ours) / median(rates)).toFixed(2));
  say(
    JSON.stringify({
      bench: 'commands',
      commandsPerSecond: Math.round(median(ours)),
      vsNaive: ratio(naive.onExpress),
      vsNaiveOnFastify: ratio(naive.onFastify),
      vsNaiveWithSameDuties: ratio(naive.sameDuties),
      lagP50Ms: Math.round(percentile(lags, 50)),
      lagP99Ms: Math.round(percentile(lags, 99)),
      lagSamples: lags.length,
    }),
  );
} finally {
  await bench.end();
  await rm(folder, { recursive: true, force: true });
}

/** Seconds of processor time so far, by process (Linux). */
function processorTime(processes: Readonly<Record<string, { readonly pid?: number | undefined }>>): Usage {
  return Object.fromEntries(Object.entries(processes).map(([name, { pid }]) => [name, cpuSeconds(pid!)]));
}

function perCommand(before: Usage, after: Usage, commands: number): string {
  const parts = Object.entries(after).map(([name, seconds]) => {
    const ms = ((seconds - before[name]!) * 1_000) / commands;
    return `${name} ${ms.toFixed(2)}`;
  });
  return `processor ms per command: ${parts.join(', ')}`;
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
  return fire(`${baseUrl}/api/commands/record-meeting-attendance`, token, seconds);
}

async function fire(url: string, token: string, seconds: number): Promise<number> {
  const authorization = `Bearer ${token}`;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        setupRequest: (request) => ({
          ...request,
          headers: { 'content-type': 'application/json', authorization, 'idempotency-key': randomUUID() },
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

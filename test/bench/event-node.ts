import { EventStore, LmdbLog, RecentIds, Staging, prepareDataFolder } from '#event-node';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { EventData } from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { cpuSeconds, memoryMiB } from '../event-node/process-usage.js';
import { spawnNode } from '../event-node/node-process.js';
import type { NodeProcess } from '../event-node/node-process.js';
import { median, percentile } from './support/statistics.js';

/**
 * The event node under the unchanged client, each in its own process, and beside it the limits of the parts: LMDB with
 * fsync, and the client's own decoding. Durable and in-memory rounds alternate; medians count.
 */
const ROUNDS = Number(process.env['NCS_TEST_BENCH_ROUNDS'] ?? 5);
const LOG_EVENTS = 1_000_000;
const READ_EVENTS = 200_000;
const FILLER = 'x'.repeat(220);

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const event = (): EventData => jsonEvent({ type: 'measured', data: { filler: FILLER }, metadata: { by: 'bench' } });
const perSecond = (count: number, milliseconds: number): number => Math.round((count / milliseconds) * 1000);
const connect = (node: NodeProcess): EventStoreDBClient => EventStoreDBClient.connectionString(node.connectionString);

interface Rate {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
}

/** Single appends, `concurrency` at a time, to as many streams. */
async function appends(client: EventStoreDBClient, concurrency: number, count: number): Promise<Rate> {
  const latencies: number[] = [];
  let left = count;
  const started = performance.now();
  const worker = async (stream: string): Promise<void> => {
    while (left-- > 0) {
      const at = performance.now();
      await client.appendToStream(stream, event());
      latencies.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, () => worker(`bench-${randomUUID()}`)));
  const rate = perSecond(count, performance.now() - started);
  return { rate, p50: percentile(latencies, 50), p99: percentile(latencies, 99) };
}

async function batches(client: EventStoreDBClient, size: number, count: number): Promise<number> {
  const stream = `batch-${randomUUID()}`;
  const started = performance.now();
  for (let written = 0; written < count; written += size) {
    await client.appendToStream(stream, Array.from({ length: size }, event));
  }
  return perSecond(count, performance.now() - started);
}

interface ReadRate {
  readonly rate: number;
  /** Processor time of the node over the client's. */
  readonly ratio: number;
}

async function readAll(node: NodeProcess, client: EventStoreDBClient): Promise<ReadRate> {
  const nodeBefore = cpuSeconds(node.pid);
  const clientBefore = process.cpuUsage();
  const started = performance.now();
  let count = 0;
  for await (const _event of client.readAll({ maxCount: READ_EVENTS })) count++;
  const milliseconds = performance.now() - started;
  const used = process.cpuUsage(clientBefore);
  const clientSeconds = (used.user + used.system) / 1e6;
  return { rate: perSecond(count, milliseconds), ratio: (cpuSeconds(node.pid) - nodeBefore) / clientSeconds };
}

async function subscribe(client: EventStoreDBClient): Promise<number> {
  const started = performance.now();
  let count = 0;
  const subscription = client.subscribeToAll();
  for await (const _event of subscription) if (++count === READ_EVENTS) break;
  await subscription.unsubscribe();
  return perSecond(count, performance.now() - started);
}

/** Fills a log directly, as the node's writer does: the limit of LMDB with fsync in batches of 1,000. */
async function fill(folder: string, count: number): Promise<number> {
  const log = new LmdbLog(prepareDataFolder(folder));
  const ids = new RecentIds();
  const started = performance.now();
  const data = Buffer.from(JSON.stringify({ filler: FILLER }));
  const metadata = Buffer.from('{"by":"bench"}');
  for (let written = 0; written < count; written += 1_000) {
    const staging = new Staging(log, ids, Date.now());
    for (let index = 0; index < 1_000; index++) {
      const stream = `filled-${(written + index) % 5_000}`;
      staging.append(stream, { id: randomUUID(), type: 'measured', isJson: true, data, metadata });
    }
    await log.commit(staging.batch);
  }
  const rate = perSecond(count, performance.now() - started);
  await log.close();
  return rate;
}

/** Durable commits of `size` events, one after another. */
async function commits(folder: string, size: number, count: number): Promise<number> {
  const log = new LmdbLog(prepareDataFolder(folder));
  const ids = new RecentIds();
  const data = Buffer.from(JSON.stringify({ filler: FILLER }));
  const started = performance.now();
  for (let written = 0; written < count; written += size) {
    const staging = new Staging(log, ids, Date.now());
    for (let index = 0; index < size; index++) {
      staging.append(`commit-${index}`, { id: randomUUID(), type: 't', isJson: true, data, metadata: data });
    }
    await log.commit(staging.batch);
  }
  const rate = perSecond(count, performance.now() - started);
  await log.close();
  return rate;
}

/** What the client can do at best: the protobuf decoding of its own generated class, without any transport. */
function clientDecoding(folder: string): number {
  const { ReadResp } = createRequire(import.meta.url)('@eventstore/db-client/generated/streams_pb.js') as {
    ReadResp: { deserializeBinary(bytes: Uint8Array): unknown };
  };
  const log = new LmdbLog(prepareDataFolder(folder));
  const store = new EventStore(log);
  const frames = Array.from(
    { length: 50_000 },
    (_, index) => store.event(index + 1)?.frame.subarray(5) ?? Buffer.alloc(0),
  );
  const started = performance.now();
  for (const frame of frames) ReadResp.deserializeBinary(frame);
  const rate = perSecond(frames.length, performance.now() - started);
  void log.close();
  return rate;
}

const root = await mkdtemp(join(tmpdir(), 'event-node-bench-'));
try {
  const lmdb1 = await commits(join(root, 'commits-1'), 1, 2_000);
  const lmdb64 = await commits(join(root, 'commits-64'), 64, 64_000);
  const filled = await fill(join(root, 'million'), LOG_EVENTS);
  say(`LMDB with fsync, events/s: one by one ${lmdb1}, 64 at a time ${lmdb64}, 1,000 at a time ${filled}`);

  const starting = performance.now();
  const million = await spawnNode('--port', '0', '--data', join(root, 'million'));
  const startMs1M = Math.round(performance.now() - starting);
  const reader = connect(million);
  const idleMiB = memoryMiB(million.pid);
  say(`start on ${LOG_EVENTS} events: ${startMs1M} ms, process and all; resident ${idleMiB} MiB`);
  await readAll(million, reader);
  const reads: ReadRate[] = [];
  const subscriptions: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    reads.push(await readAll(million, reader));
    subscriptions.push(await subscribe(reader));
  }
  const readRate = median(reads.map(({ rate }) => rate));
  const ratio = median(reads.map((read) => read.ratio));
  say(`read $all: ${readRate} events/s; the node uses ${ratio.toFixed(2)} of the client's processor time`);
  say(`subscribe to $all from the start: ${median(subscriptions)} events/s`);
  say(`resident after reading ${READ_EVENTS * 2 * ROUNDS} events: ${memoryMiB(million.pid)} MiB`);
  await reader.dispose();
  await million.end('SIGTERM');
  say(`the client's protobuf decoding alone: ${clientDecoding(join(root, 'million'))} events/s`);

  const durable = await spawnNode('--port', '0', '--data', join(root, 'appends'));
  const memory = await spawnNode('--port', '0', '--in-memory');
  const onDisk = connect(durable);
  const inMemory = connect(memory);
  await appends(onDisk, 64, 5_000);
  await appends(inMemory, 64, 5_000);
  const rates = new Map<number, Rate[]>();
  const memory64: number[] = [];
  const batched: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [concurrency, count] of [
      [1, 1_000],
      [16, 5_000],
      [64, 12_000],
      [256, 12_000],
    ] as const) {
      rates.set(concurrency, [...(rates.get(concurrency) ?? []), await appends(onDisk, concurrency, count)]);
      if (concurrency === 64) memory64.push((await appends(inMemory, 64, count)).rate);
    }
    batched.push(await batches(onDisk, 100, 20_000));
  }
  for (const [concurrency, measured] of rates) {
    const of = (pick: (rate: Rate) => number): number => median(measured.map(pick));
    say(
      `append, ${concurrency} at a time: ${of((rate) => rate.rate)}/s,` +
        ` p50 ${of((rate) => rate.p50).toFixed(2)} ms, p99 ${of((rate) => rate.p99).toFixed(2)} ms`,
    );
  }
  const append64 = median((rates.get(64) ?? []).map(({ rate }) => rate));
  const inMemory64 = median(memory64);
  say(`append, 64 at a time, node in memory: ${inMemory64}/s`);
  say(`append in batches of 100: ${median(batched)} events/s`);
  await Promise.all([onDisk.dispose(), inMemory.dispose()]);
  await Promise.all([durable.end('SIGTERM'), memory.end('SIGTERM')]);
  const line = {
    bench: 'event-node',
    append64,
    append64VsMemory: Number((append64 / inMemory64).toFixed(3)),
    readAll: readRate,
    nodeCpuVsClientCpu: Number(ratio.toFixed(3)),
    startMs1M,
  };
  say(JSON.stringify(line));
} finally {
  await rm(root, { recursive: true, force: true });
}

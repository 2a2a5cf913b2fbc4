import { EventStoreDBClient } from '@eventstore/db-client';
import { LmdbLog, RecentIds, Staging, prepareDataFolder } from '#event-node';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { spawnNode } from '../event-node/node-process.js';
import type { NodeProcess } from '../event-node/node-process.js';
import { cpuSeconds, memoryMiB } from '../event-node/process-usage.js';

/**
 * `npm run soak -- large-log [gigabytes] [streams]`: fills a log, by default of 10 GB in a million streams, then says
 * how long a node takes to start on it, how fast it reads, and how much memory that takes.
 */
const GIGABYTES = Number(process.argv[2] ?? 10);
const STREAMS = Number(process.argv[3] ?? 1_000_000);
const READ_EVENTS = 200_000;
const STREAM_READS = 5_000;
const BATCH = 2_000;
const data = Buffer.from(JSON.stringify({ filler: 'x'.repeat(1_500) }));
const metadata = Buffer.from('{"by":"soak"}');

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const seconds = (since: number): number => (performance.now() - since) / 1000;

/** Returns how many events were written. */
async function fill(folder: string): Promise<number> {
  const file = prepareDataFolder(folder);
  const log = new LmdbLog(file);
  const ids = new RecentIds();
  const started = performance.now();
  let written = 0;
  for (let bytes = 0; bytes < GIGABYTES * 1e9;) {
    const staging = new Staging(log, ids, Date.now());
    for (let index = 0; index < BATCH; index++, written++) {
      staging.append(`filled-${written % STREAMS}`, { id: randomUUID(), type: 't', isJson: true, data, metadata });
    }
    await log.commit(staging.batch);
    if (written % 100_000 === 0) ({ size: bytes } = await stat(file));
    if (written % 1_000_000 === 0) say(`${written} events, ${(bytes / 1e9).toFixed(1)} GB, ${seconds(started)} s`);
  }
  await log.close();
  return written;
}

async function measured(node: NodeProcess, what: string, count: number, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  const cpu = cpuSeconds(node.pid);
  await work();
  const rate = Math.round(count / seconds(started));
  const used = cpuSeconds(node.pid) - cpu;
  say(`${what}: ${rate}/s, node ${used.toFixed(1)} s of processor, holds ${memoryMiB(node.pid)} MiB`);
}

async function measure(folder: string, events: number): Promise<Record<string, number>> {
  const started = performance.now();
  const node = await spawnNode('--port', '0', '--data', folder);
  const startMs = Math.round(seconds(started) * 1000);
  const atStart = memoryMiB(node.pid);
  say(`start on ${events} events: ${startMs} ms, holds ${atStart} MiB`);
  const client = EventStoreDBClient.connectionString(node.connectionString);
  const drain = async (stream: AsyncIterable<unknown>): Promise<void> => {
    for await (const _event of stream) continue;
  };
  const maxCount = READ_EVENTS;
  await measured(node, 'read $all from the start', maxCount, () => drain(client.readAll({ maxCount })));
  await measured(node, 'read $all from the end backwards', maxCount, () =>
    drain(client.readAll({ maxCount, direction: 'backwards', fromPosition: 'end' })),
  );
  await measured(node, 'read streams anywhere', STREAM_READS, async () => {
    for (let read = 0; read < STREAM_READS; read++) {
      await drain(client.readStream(`filled-${Math.floor(Math.random() * STREAMS)}`));
    }
  });
  const atEnd = memoryMiB(node.pid);
  await client.dispose();
  await node.end('SIGTERM');
  return { startMs, atStart, atEnd };
}

const folder = await mkdtemp(join(tmpdir(), 'event-node-large-'));
try {
  const events = await fill(folder);
  const { size } = await stat(join(folder, 'log.mdb'));
  const figures = await measure(folder, events);
  say(JSON.stringify({ soak: 'large-log', bytes: size, events, streams: Math.min(events, STREAMS), ...figures }));
} finally {
  await rm(folder, { recursive: true, force: true });
}

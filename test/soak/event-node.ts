import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { EventData } from '@eventstore/db-client';
import { verifyData } from '#event-node';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bodyOf, call, poke, randomBytes, randomFrom, requests, withSession } from '../event-node/fuzzing.js';
import { spawnNode } from '../event-node/node-process.js';
import type { NodeProcess } from '../event-node/node-process.js';
import { memoryMiB } from '../event-node/process-usage.js';

/**
 * `npm run soak -- event-node [minutes]`: writers of small and 500 KB events to ever new streams, a thousand
 * subscriptions, readers that stop reading, mutated calls and random bytes, and a SIGKILL each minute. Afterwards every
 * acknowledged event must be there and the folder whole; the node's memory is printed as it goes.
 */
const minutes = Number(process.argv[2] ?? 10);
const SUBSCRIPTIONS = 1_000;
const WRITERS = 32;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const connect = (node: NodeProcess): EventStoreDBClient => EventStoreDBClient.connectionString(node.connectionString);
const event = (bytes: number): EventData => jsonEvent({ type: 'soaked', data: { filler: 'x'.repeat(bytes) } });

const random = randomFrom(1);
let acknowledged = 0;
let streams = 0;
let delivered = 0;
let mostMiB = 0;

async function write(client: EventStoreDBClient, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const size = random() < 0.002 ? 500_000 : 200;
    await client.appendToStream(`soak-${randomUUID()}`, event(size));
    acknowledged++;
    streams++;
  }
}

async function harass(node: NodeProcess, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await withSession(node.address, async (session) => {
      for (let round = 0; round < 20 && !isOver(); round++) {
        const [path, messages] = requests[Math.floor(random() * requests.length)] ?? ['/', []];
        // What would add events of its own is left out: the count at the end must be ours.
        if (/Read$|GetInfo$|List$/.test(path)) await call(session, path, bodyOf(messages, random));
      }
    });
    await poke(node.address, randomBytes(random, 1_000), random() < 0.5);
  }
}

/** One minute of load that ends with a SIGKILL. */
async function minute(node: NodeProcess): Promise<void> {
  const clients = Array.from({ length: 4 }, () => connect(node));
  const [first] = clients as [EventStoreDBClient];
  const until = Date.now() + 60_000;
  const isOver = (): boolean => Date.now() > until;
  for (let index = 0; index < SUBSCRIPTIONS; index++) {
    const subscription = first.subscribeToStream(`watched-${index % 50}`);
    subscription.on('data', () => delivered++).on('error', () => undefined);
  }
  const slow = Array.from({ length: 20 }, () => first.readAll());
  for (const reader of slow) reader.once('readable', () => undefined).on('error', () => undefined);
  const watch = setInterval(() => {
    const now = memoryMiB(node.pid);
    mostMiB = Math.max(mostMiB, now);
    say(`${acknowledged} events, ${delivered} deliveries, node ${now} MiB`);
  }, 10_000);
  const touch = async (): Promise<void> => {
    while (!isOver()) {
      await first.appendToStream(`watched-${Math.floor(random() * 50)}`, event(100));
      acknowledged++;
    }
  };
  const writing = Array.from({ length: WRITERS }, (_, index) => write(clients[index % 4] ?? first, isOver));
  await Promise.all([...writing, touch(), harass(node, isOver)]);
  clearInterval(watch);
  await node.end('SIGKILL');
  await Promise.all(clients.map((client) => client.dispose()));
}

const folder = await mkdtemp(join(tmpdir(), 'event-node-soak-'));
try {
  for (let round = 0; round < minutes; round++) await minute(await spawnNode('--port', '0', '--data', folder));
  const { events, problems } = await verifyData(folder);
  for (const problem of problems) say(problem);
  // One event is the node's own; appends of the last moment may be there without an acknowledgement.
  const lost = Math.max(0, acknowledged + 1 - events);
  say(JSON.stringify({ soak: 'event-node', minutes, events, streams, lost, problems: problems.length, mostMiB }));
  if (lost > 0 || problems.length > 0) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

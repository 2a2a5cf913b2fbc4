import { frame } from '#event-node';
import { bodyOf, call, poke, randomBytes, randomFrom, requests, unfinishedCall, withSession } from './fuzzing.js';
import { spawnNode } from './node-process.js';
import type { NodeProcess } from './node-process.js';
import { memoryMiB } from './process-usage.js';
import { collect, connect, events } from './support.js';

/** Structure-aware fuzzing with fixed seeds: whatever comes in, the node answers, stays small, and serves the others. */
const SEEDS = [1, 2, 3, 4];
const CALLS_PER_SEED = 250;
const POKES_PER_SEED = 40;
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

let node: NodeProcess;
beforeAll(async () => void (node = await spawnNode('--port', '0', '--in-memory')));
afterAll(() => node.end('SIGTERM'));

async function serves(): Promise<void> {
  const client = connect(node);
  const stream = `alive-${Math.random()}`;
  await client.appendToStream(stream, events(2));
  expect(await collect(client.readStream(stream))).toHaveLength(2);
  await client.dispose();
}

test.each(SEEDS)('mutated calls are answered with a status (seed %i)', async (seed) => {
  const random = randomFrom(seed);
  const before = memoryMiB(node.pid);
  const answers = await withSession(node.address, async (session) => {
    const seen = new Set<string | undefined>();
    for (let round = 0; round < CALLS_PER_SEED; round += 10) {
      const calls = Array.from({ length: 10 }, () => {
        const [path, messages] = requests[Math.floor(random() * requests.length)] ?? ['/', []];
        return call(session, path, bodyOf(messages, random));
      });
      for (const status of await Promise.all(calls)) seen.add(status);
    }
    expect(session.destroyed).toBe(false);
    return seen;
  });
  // OK, refused messages and unknown methods must all have occurred, or the mutations are idle.
  for (const status of ['0', '2', '12']) expect(answers).toContain(status);
  await serves();
  expect(memoryMiB(node.pid) - before).toBeLessThan(80);
});

test.each(SEEDS)('random bytes on the port harm nobody (seed %i)', async (seed) => {
  const random = randomFrom(seed * 1_000);
  for (let round = 0; round < POKES_PER_SEED; round += 8) {
    const pokes = Array.from({ length: 8 }, () => {
      const noise = randomBytes(random, 2_000);
      const fate = random();
      const sent =
        fate < 0.4 ? Buffer.concat([PREFACE, noise]) : fate < 0.6 ? Buffer.from('GET /ping HTTP/1.1\r\n') : noise;
      return poke(node.address, sent, random() < 0.5);
    });
    await Promise.all(pokes);
  }
  await serves();
});

test('requests that never end are refused together before they fill the memory', async () => {
  const before = memoryMiB(node.pid);
  const half = Buffer.alloc(8_000_005);
  half.writeUInt32BE(16_000_000, 1);
  const statuses = await withSession(node.address, (session) =>
    Promise.all(Array.from({ length: 48 }, () => unfinishedCall(session, requests[2]?.[0] ?? '/', half))),
  );
  expect(new Set(statuses)).toEqual(new Set(['8', undefined]));
  expect(memoryMiB(node.pid) - before).toBeLessThan(450);
  await serves();
});

test('calls half-closed, or never closed, by a client that goes away leave nothing behind', async () => {
  const before = memoryMiB(node.pid);
  for (let round = 0; round < 10; round++) {
    await withSession(node.address, async (session) => {
      const calls = requests.flatMap(([path, messages]) => [
        unfinishedCall(session, path, frame(...messages.slice(0, 1))),
        call(session, path, Buffer.alloc(0)),
      ]);
      await Promise.all(calls);
    });
  }
  await serves();
  expect(memoryMiB(node.pid) - before).toBeLessThan(80);
});

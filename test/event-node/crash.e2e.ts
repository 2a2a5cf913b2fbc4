import {
  CancelledError,
  NO_STREAM,
  StreamNotFoundError,
  UnavailableError,
  UnknownError,
  jsonEvent,
} from '@eventstore/db-client';
import type { EventData, EventStoreDBClient } from '@eventstore/db-client';
import { ChannelCredentials, Client, status as Status } from '@grpc/grpc-js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { empty, integer, message, text, verifyData } from '#event-node';
import { runNode, spawnNode, spawnNodeWithFileLimit } from './node-process.js';
import { collect, connect, events, failureOf, until } from './support.js';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'event-node-crash-'))));
afterEach(() => rm(folder, { recursive: true }));

/** What one writer has been promised: its stream holds at least `acknowledged`, at most `sent` events. */
class Writer {
  acknowledged = 0;
  sent = 0;

  constructor(readonly stream: string) {}

  /** Appends batches of one to five events until the node is gone. */
  async run(client: EventStoreDBClient): Promise<void> {
    for (;;) {
      const size = 1 + (this.sent % 5);
      const batch = Array.from({ length: size }, (_, index) =>
        jsonEvent({ type: 'counted', data: { number: this.acknowledged + index, of: size, filler: 'x'.repeat(200) } }),
      );
      this.sent = this.acknowledged + size;
      const expectedRevision = this.acknowledged === 0 ? NO_STREAM : BigInt(this.acknowledged - 1);
      await client.appendToStream(this.stream, batch, { expectedRevision });
      this.acknowledged = this.sent;
    }
  }

  /** Nothing acknowledged is lost; what was not is absent or whole. Goes on from what is there. */
  async check(client: EventStoreDBClient): Promise<void> {
    if (this.sent === 0) return;
    const stored = await collect(client.readStream<{ type: string; data: { number: number } }>(this.stream)).catch(
      (error: unknown) => {
        if (error instanceof StreamNotFoundError) return [];
        throw error;
      },
    );
    expect(stored.map(({ event }) => event?.data.number)).toEqual(stored.map((_, index) => index));
    expect([this.acknowledged, this.sent]).toContain(stored.length);
    this.acknowledged = stored.length;
  }
}

const ROUNDS = 6;
const WRITERS = 12;
/** Events acknowledged in a round before its kill: at once, in the middle, late. */
const KILL_AFTER = [1, 400, 60, 900, 150, 600];

test('SIGKILL under load loses nothing acknowledged and leaves nothing in halves', async () => {
  const writers = Array.from({ length: WRITERS }, (_, index) => new Writer(`writer-${index}`));
  for (let round = 0; round < ROUNDS; round++) {
    const node = await spawnNode('--port', '0', '--data', folder);
    const client = connect(node);
    for (const writer of writers) await writer.check(client);
    const acknowledged = (): number => writers.reduce((sum, writer) => sum + writer.acknowledged, 0);
    const enough = acknowledged() + (KILL_AFTER[round] ?? 0);
    const running = writers.map((writer) => writer.run(client).catch((error: unknown) => error));
    await until(() => acknowledged() >= enough);
    await node.end('SIGKILL');
    for (const end of await Promise.all(running)) expect(end).toBeInstanceOf(Error);
    await client.dispose();
  }
  expect((await verifyData(folder)).problems).toEqual([]);
  const verified = await runNode('--verify', '--data', folder);
  expect(verified).toMatchObject({ code: 0, stderr: '' });
  expect(verified.stdout).toContain('is whole');
}, 60_000);

test('a full disk refuses appends and goes on serving reads', async () => {
  const node = await spawnNodeWithFileLimit(4_000, '--port', '0', '--data', folder);
  const client = connect(node);
  const large = (): EventData => jsonEvent({ type: 'large', data: { filler: 'x'.repeat(200_000) } });
  let written = 0;
  let refusal: unknown;
  while (!refusal) {
    await client.appendToStream('filling', large()).then(
      () => void written++,
      (error: unknown) => (refusal = error),
    );
  }
  expect(refusal).toBeInstanceOf(UnknownError);
  expect(await collect(client.readStream('filling'))).toHaveLength(written);
  await failureOf(client.appendToStream('filling', large()));
  expect(await node.end('SIGTERM')).toBe(0);
  await client.dispose();

  const roomy = await spawnNode('--port', '0', '--data', folder);
  const later = connect(roomy);
  await later.appendToStream('filling', large(), { expectedRevision: BigInt(written - 1) });
  await later.dispose();
  await roomy.end('SIGTERM');
  expect((await verifyData(folder)).problems).toEqual([]);
});

test('SIGTERM ends streaming calls, keeps what was acknowledged, and exits 0', async () => {
  const node = await spawnNode('--port', '0', '--data', folder);
  const client = connect(node);
  await client.appendToStream('before', events(5));
  const subscription = client.subscribeToAll();
  subscription.on('data', () => undefined);
  const ended = new Promise<Error>((resolve) => subscription.once('error', resolve));
  await new Promise((resolve) => subscription.once('caughtUp', resolve));
  expect(await node.end('SIGTERM')).toBe(0);
  const error = await ended;
  expect([CancelledError, UnavailableError].some((kind) => error instanceof kind)).toBe(true);
  await client.dispose();
  expect((await verifyData(folder)).events).toBe(6);
});

test('SIGTERM cancels a read that its client takes nothing from', async () => {
  const node = await spawnNode('--port', '0', '--data', folder);
  const client = connect(node);
  for (let written = 0; written < 4; written++) {
    await client.appendToStream('long', jsonEvent({ type: 'large', data: { filler: 'x'.repeat(900_000) } }));
  }
  const reading = (async () => {
    let read = 0;
    // The node is gone before the loop asks for its second event.
    for await (const _event of client.readStream('long')) if (read++ === 0) await node.end('SIGTERM');
  })();
  expect(await failureOf(reading)).toBeInstanceOf(CancelledError);
  await client.dispose();
});

test('thousands of appends at once leave no complaint on stderr', async () => {
  const node = await spawnNode('--port', '0', '--data', folder);
  const client = connect(node);
  const appends = Array.from({ length: 4_000 }, () => client.appendToStream('flooded', events(1)));
  await Promise.all(appends);
  await client.dispose();
  expect(await node.end('SIGTERM')).toBe(0);
  expect(node.stderr()).toBe('');
});

test.each([
  ['BatchAppend', {}, CancelledError],
  ['Append', { credentials: { username: 'admin', password: 'changeit' } }, UnavailableError],
] as const)('SIGTERM tells a %s in flight what happened', async (_call, way, expected) => {
  const node = await spawnNode('--port', '0', '--data', folder);
  const client = connect(node);
  let written = 0;
  const writing = (async () => {
    for (;;) {
      await Promise.all([1, 2, 3].map((writer) => client.appendToStream(`busy-${writer}`, events(500), way)));
      written++;
    }
  })();
  const failure = failureOf(writing);
  await until(() => written > 2);
  expect(await node.end('SIGTERM')).toBe(0);
  expect(await failure).toBeInstanceOf(expected);
  await client.dispose();
});

test('SIGTERM in the middle of an append, whose last chunk is missing, is a lost connection', async () => {
  const node = await spawnNode('--port', '0', '--data', folder);
  const raw = new Client(node.address, ChannelCredentials.createInsecure());
  const asIs = (bytes: Buffer): Buffer => bytes;
  const call = raw.makeBidiStreamRequest('/event_store.client.streams.Streams/BatchAppend', asIs, asIs);
  const chunk = (correlation: string, isFinal: boolean): Buffer =>
    Buffer.concat([
      message(1, text(2, correlation)),
      message(2, message(1, text(3, 'chunked')), empty(4)),
      integer(4, isFinal ? 1 : 0),
    ]);
  const status = new Promise<number>((resolve) => call.on('status', ({ code }) => resolve(code)));
  call.on('error', () => undefined);
  call.write(chunk('first', false));
  call.write(chunk('second', true));
  // The answer to the second tells that the first has come.
  await new Promise((resolve) => call.once('data', resolve));
  expect(await node.end('SIGTERM')).toBe(0);
  expect(await status).toBe(Status.UNAVAILABLE);
  raw.close();
});

test('what cannot start says so in one line and exits with 1', async () => {
  const node = await spawnNode('--port', '0', '--data', folder);
  const port = node.address.split(':')[1] as string;
  for (const flags of [
    ['--port', port, '--in-memory'],
    ['--port', '0', '--data', folder],
    ['--port', '0', '--data', tmpdir()],
    ['--verify', '--data', folder],
    ['--port', '0'],
    ['--port', 'x', '--in-memory'],
  ]) {
    const { code, stdout, stderr } = await runNode(...flags);
    expect({ flags, code, stdout }).toEqual({ flags, code: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  }
  await node.end('SIGTERM');
});

import { CopyError, DataFolderError, backupEvents, copyEvents, startEventNode, verifyData } from '#event-node';
import { binaryEvent, jsonEvent } from '@eventstore/db-client';
import type { EventData, EventStoreDBClient } from '@eventstore/db-client';
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect, connect, events, failureOf, startNode } from './support.js';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'event-node-'))));
afterEach(() => rm(folder, { recursive: true }));

async function fill(data: string, count: number): Promise<void> {
  const { client, stop } = await startNode({ data });
  for (let index = 0; index < count; index++) await client.appendToStream(`stream-${index % 3}`, events(2));
  await stop();
}

const idsOf = async (client: EventStoreDBClient): Promise<string[]> =>
  (await collect(client.readAll())).map(({ event }) => event?.id ?? '');

describe('a data folder', () => {
  test('is opened again with everything in it', async () => {
    const first = await startNode({ data: folder });
    await first.client.appendToStream('kept', events(3));
    await first.client.tombstoneStream('closed');
    const ids = await idsOf(first.client);
    await first.stop();
    const second = await startNode({ data: folder });
    expect(await idsOf(second.client)).toEqual(ids);
    const next = await second.client.appendToStream('kept', events(1), { expectedRevision: 2n });
    expect(next.nextExpectedRevision).toBe(3n);
    expect((await failureOf(collect(second.client.readStream('closed'))))['type']).toBe('stream-deleted');
    await second.stop();
  });

  test('takes one node at a time, also under a long path', async () => {
    const deep = join(folder, 'x'.repeat(120));
    await mkdir(deep);
    const { stop } = await startNode({ data: deep });
    const second = await failureOf(startEventNode({ data: deep }));
    expect(second).toBeInstanceOf(DataFolderError);
    expect(second.message).toContain('in use');
    await stop();
    await (await startEventNode({ data: deep })).stop();
  });

  test('that is foreign is refused and left alone', async () => {
    await writeFile(join(folder, 'letter.txt'), 'hello');
    const error = await failureOf(startEventNode({ data: folder }));
    expect(error).toBeInstanceOf(DataFolderError);
    expect(error.message).toContain('not a data folder');
    expect(await readFile(join(folder, 'letter.txt'), 'utf8')).toBe('hello');
  });

  test.each([0, 100, 5_000, 40_000])('that is cut to %i bytes is refused', async (size) => {
    await fill(folder, 100);
    await truncate(join(folder, 'log.mdb'), size);
    expect((await failureOf(startEventNode({ data: folder }))).message).toContain('torn');
  });

  test('without its log is refused', async () => {
    await fill(folder, 1);
    await rm(join(folder, 'log.mdb'));
    expect((await failureOf(startEventNode({ data: folder }))).message).toContain('torn');
  });

  test('is verified event by event', async () => {
    await fill(folder, 50);
    expect(await verifyData(folder)).toMatchObject({ events: 101, streams: 4, problems: [] });
    const file = join(folder, 'log.mdb');
    const bytes = await readFile(file);
    // LMDB leaves older copies of a page in the file: all are damaged.
    for (let at = bytes.indexOf('{"index":1}'); at >= 0; at = bytes.indexOf('{"index":1}', at)) bytes[at + 9] = 0x39;
    await writeFile(file, bytes);
    const { problems } = await verifyData(folder);
    expect(problems[0]).toMatch(/event \d+: its bytes are not those that were written/);
  });
});

describe('a backup', () => {
  test('of a running node is a folder that opens, while the node goes on', async () => {
    const { client, stop } = await startNode({ data: join(folder, 'live') });
    await client.appendToStream('before', events(20));
    const writing = Promise.all(Array.from({ length: 50 }, () => client.appendToStream('during', events(1))));
    const copied = await backupEvents({ data: join(folder, 'live'), to: join(folder, 'copy') });
    await writing;
    const ids = await idsOf(client);
    await stop();

    expect((await verifyData(join(folder, 'copy'))).problems).toEqual([]);
    const copy = await startNode({ data: join(folder, 'copy') });
    expect(await idsOf(copy.client)).toEqual(ids.slice(0, copied.events));
    expect(copied.events).toBeGreaterThanOrEqual(21);
    await copy.client.appendToStream('before', events(1), { expectedRevision: 19n });
    await copy.stop();
  });

  test('works without a node, and never into a folder with something in it', async () => {
    await fill(join(folder, 'live'), 5);
    expect(await backupEvents({ data: join(folder, 'live'), to: join(folder, 'copy') })).toEqual({ events: 11 });
    const again = await failureOf(backupEvents({ data: join(folder, 'live'), to: join(folder, 'copy') }));
    expect(again.message).toContain('not empty');
  });
});

describe('copying to another server', () => {
  const lossy: EventData = {
    ...jsonEvent({ type: 'exact', data: {} }),
    contentType: 'application/octet-stream',
    data: Buffer.from('{"n": 1.0, "big":12345678901234567890}'),
  } as EventData;

  test('keeps ids, order, revisions, bytes, metadata and deletions; resumes; verifies', async () => {
    const source = await startNode();
    const target = await startNode();
    const { client } = source;
    await client.appendToStream('a', [lossy, ...events(3)]);
    await client.appendToStream(
      'b',
      binaryEvent({ type: 'b', data: Buffer.from([0, 255]), metadata: Buffer.from([1]) }),
    );
    await client.setStreamMetadata('a', { maxCount: 3 });
    await client.deleteStream('b');
    await client.appendToStream('b', events(2));
    await client.setStreamMetadata('d', { maxCount: 7 });
    await client.deleteStream('d');
    await client.setStreamMetadata('d', { maxCount: 8 });
    await client.tombstoneStream('c');
    await client.appendToStream('a', events(1));

    const between = { from: source.node.connectionString, to: target.node.connectionString };
    const first = await copyEvents(between);
    expect(first).toMatchObject({ found: 0 });
    const copied = async (from: EventStoreDBClient) =>
      (await collect(from.readAll()))
        .map(({ event }) => event)
        .filter((event) => event && !event.streamId.startsWith('$$$'))
        .map((event) => [event?.streamId, event?.revision, event?.type, event?.data, event?.metadata]);
    expect(await copied(target.client)).toEqual(await copied(client));

    await client.appendToStream('a', events(700));
    expect(await copyEvents(between)).toMatchObject({ found: first.copied, copied: first.copied + 700 });
    await target.client.appendToStream('foreign', events(1));
    expect(await failureOf(copyEvents(between))).toBeInstanceOf(CopyError);
    await Promise.all([source.stop(), target.stop()]);
  });
});

test('a port in use is said plainly', async () => {
  const { node, stop } = await startNode();
  expect((await failureOf(startEventNode({ data: 'memory', port: node.port })))['code']).toBe('EADDRINUSE');
  const other = connect(node);
  expect((await other.appendToStream('still', events(1))).success).toBe(true);
  await other.dispose();
  await stop();
});

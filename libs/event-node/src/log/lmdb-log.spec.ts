import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecentIds } from '../streams/recent-ids.js';
import { Staging } from '../streams/staging.js';
import { prepareDataFolder } from './data-folder.js';
import { LmdbLog } from './lmdb-log.js';
import { StoredEvent } from './stored-event.js';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'lmdb-log-'))));
afterEach(() => rm(folder, { recursive: true }));

const NOTHING = Buffer.alloc(0);
const event = (id: number) => ({
  id: `00000000-0000-0000-0000-${String(id).padStart(12, '0')}`,
  type: 't',
  isJson: false,
  data: NOTHING,
  metadata: NOTHING,
});

async function write(log: LmdbLog, stream: string, count: number): Promise<void> {
  const staging = new Staging(log, new RecentIds(), 1);
  for (let index = 0; index < count; index++) staging.append(stream, event(log.lastPosition + index));
  await log.commit(staging.batch);
}

/** Every place of both indexes, against the events themselves. */
function expectWhole(log: LmdbLog, revisions: Readonly<Record<string, number>>): void {
  const seen = new Map<string, number>();
  const wrong: number[] = [];
  for (let position = 1; position <= log.lastPosition; position++) {
    const stored = new StoredEvent(log.read(position) as Buffer, position);
    const revision = (seen.get(stored.stream) ?? -1) + 1;
    seen.set(stored.stream, revision);
    const indexed = log.positionOf(log.head(stored.stream)?.number ?? -1, revision);
    if (stored.revision !== revision || indexed !== position) wrong.push(position);
  }
  expect(wrong).toEqual([]);
  expect(Object.fromEntries(seen)).toEqual(revisions);
  for (const [stream, last] of Object.entries(revisions)) expect(log.head(stream)?.last).toBe(last);
  expect(log.revisionCount).toBe(log.lastPosition);
  expect(log.streamCount).toBe(seen.size);
  expect([...log.allHeads()].map(({ last }) => last).toSorted()).toEqual([...seen.values()].toSorted());
}

test.each([
  ['none of it', [10]],
  ['all of it', [2_100]],
  ['a part of it, the same streams on both sides', [2_000, 100, 30]],
])('a log opened anew knows its indexes when the file holds %s', async (_part, batches) => {
  const file = prepareDataFolder(folder);
  let log = new LmdbLog(file);
  const revisions: Record<string, number> = {};
  for (const [index, size] of batches.entries()) {
    for (const stream of ['a', `b-${index}`, 'c'.repeat(2_000)]) {
      await write(log, stream, size);
      revisions[stream] = (revisions[stream] ?? -1) + size;
    }
  }
  expectWhole(log, revisions);
  await log.close();
  log = new LmdbLog(file);
  expectWhole(log, revisions);
  await write(log, 'a', 1);
  await write(log, 'later', 2);
  expectWhole(log, { ...revisions, a: (revisions['a'] ?? 0) + 1, later: 1 });
  await log.close();
});

test('a tombstone that only memory knew is found again', async () => {
  const file = prepareDataFolder(folder);
  const log = new LmdbLog(file);
  await write(log, 'closed', 3);
  const staging = new Staging(log, new RecentIds(), 1);
  staging.tombstone('closed', event(9));
  staging.tombstone('never written', event(10));
  await log.commit(staging.batch);
  await log.close();
  const again = new LmdbLog(file);
  expect(again.head('closed')).toEqual({ number: 0, last: 2, lastPosition: 3, tombstone: 4 });
  expect(again.head('never written')).toEqual({ number: 1, last: -1, lastPosition: 0, tombstone: 5 });
  expect(again.streamCount).toBe(2);
  await again.close();
});

test('a stream that grew in memory only is still known when the indexes have followed', async () => {
  const file = prepareDataFolder(folder);
  const log = new LmdbLog(file);
  await write(log, 'old', 3);
  await write(log, 'filler', 2_100);
  await write(log, 'old', 2);
  await log.close();
  const again = new LmdbLog(file);
  await write(again, 'filler', 2_100);
  await write(again, 'old', 1);
  expectWhole(again, { old: 5, filler: 4_199 });
  await again.close();
});

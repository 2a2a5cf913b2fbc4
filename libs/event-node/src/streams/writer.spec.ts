import type { LogBatch } from '../log/event-log.js';
import { MemoryLog } from '../log/memory-log.js';
import { StoredEvent } from '../log/stored-event.js';
import { Expected } from './expected.js';
import { append } from './stream-writes.js';
import { Writer } from './writer.js';

/** A log whose next commits fail, as a full disk's do. */
class FailingLog extends MemoryLog {
  failures = 0;

  override async commit(batch: LogBatch): Promise<void> {
    await Promise.resolve();
    if (this.failures-- > 0) throw new Error('the disk is full');
    await super.commit(batch);
  }
}

const event = (id: number) => ({
  id: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
  type: 'tested',
  isJson: false,
  data: Buffer.alloc(0),
  metadata: Buffer.alloc(0),
});

test('a failed commit refuses its whole batch, and the next one goes on as if it had never been', async () => {
  const log = new FailingLog();
  const published: string[] = [];
  const writer = new Writer(log, (streams) => published.push(...streams));
  const write = (expected: number, id: number) =>
    writer.submit(1, (staging) => append(staging, 'stream', expected, [event(id)]));
  await write(Expected.NO_STREAM, 1);
  log.failures = 1;
  const refused = await Promise.allSettled([write(0, 2), write(1, 3)]);
  expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(String((refused[0] as PromiseRejectedResult).reason)).toContain('the disk is full');
  expect(log.lastPosition).toBe(1);
  expect(await write(0, 2)).toEqual({ kind: 'written', revision: 1, position: 2 });
  expect(published).toEqual(['stream', 'stream']);
});

test('a command that throws fails alone', async () => {
  const writer = new Writer(new MemoryLog(), () => undefined);
  const outcomes = await Promise.allSettled([
    writer.submit(1, (staging) => append(staging, 'a', Expected.ANY, [event(1)])),
    writer.submit(1, () => {
      throw new Error('refused');
    }),
    writer.submit(1, (staging) => append(staging, 'a', 0, [event(2)])),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('time never runs backwards in the log', async () => {
  const times = [2_000, 1_000, 3_000];
  const log = new MemoryLog();
  const writer = new Writer(
    log,
    () => undefined,
    () => times.shift() ?? 0,
  );
  for (const id of [1, 2, 3]) await writer.submit(1, (staging) => append(staging, 'a', Expected.ANY, [event(id)]));
  const created = [1, 2, 3].map((position) => new StoredEvent(log.read(position) as Buffer, position).created);
  expect(created).toEqual([2_000, 2_000, 3_000]);
});

test('beyond its limit the queue asks for a pause, and after stop it refuses', async () => {
  const writer = new Writer(new MemoryLog(), () => undefined);
  const large = 65 * 1024 * 1024;
  const pending = writer.submit(large, () => 'done');
  expect(writer.hasRoom).toBe(false);
  await writer.room();
  expect(await pending).toBe('done');
  await writer.stop();
  await expect(writer.submit(1, () => 'late')).rejects.toThrow('stopping');
});

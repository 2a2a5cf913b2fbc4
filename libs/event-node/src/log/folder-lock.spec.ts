import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SOCKET_NAME } from './data-folder.js';
import { FolderLock, askRunningNode } from './folder-lock.js';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'folder-lock-'))));
afterEach(() => rm(folder, { recursive: true }));

const acquire = (name = 'first'): Promise<FolderLock> => FolderLock.acquire(folder, async (line) => `${name} ${line}`);

/** The socket file of a node that was killed: nobody listens on it. */
async function leaveStaleSocket(): Promise<void> {
  const server = createServer();
  const path = join(folder, 'bound');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  await rename(path, join(folder, SOCKET_NAME));
  await new Promise((resolve) => server.close(resolve));
}

test('a held folder is refused, answers commands, and is free once released', async () => {
  const lock = await acquire();
  await expect(acquire()).rejects.toThrow('in use by another event node');
  expect(await askRunningNode(folder, 'ping')).toBe('first ping');
  await lock.release();
  const again = await acquire('second');
  expect(await askRunningNode(folder, 'ping')).toBe('second ping');
  await again.release();
  expect(await readdir(folder)).toEqual([]);
});

test.each([2, 3])('of %i that find the socket of a killed node at once, one takes the folder', async (count) => {
  await leaveStaleSocket();
  const outcomes = await Promise.allSettled(Array.from({ length: count }, () => acquire()));
  const taken = outcomes.filter(({ status }) => status === 'fulfilled');
  expect(taken).toHaveLength(1);
  expect(await askRunningNode(folder, 'ping')).toBe('first ping');
  for (const outcome of taken) await (outcome as PromiseFulfilledResult<FolderLock>).value.release();
});

import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { DataFolderError, checkDataFolder, logFileOf, syncFolder, writeMarker } from '../log/data-folder.js';
import { FolderLock, askRunningNode } from '../log/folder-lock.js';
import { LmdbLog } from '../log/lmdb-log.js';

export interface BackupOptions {
  /** The data folder, whether a node runs on it or not. */
  readonly data: string;
  /** A new or empty folder: becomes a data folder that a node can be started on. */
  readonly to: string;
}

export interface BackupResult {
  readonly events: number;
}

const COMMAND = 'backup ';

/**
 * Copies the events as of now into a new folder. A running node is asked to do it over its folder's socket and goes
 * on serving; otherwise the folder is locked for the time of the copy. The copy's marker is written last: a copy that
 * was cut short is refused by every node. Rejects with {@link DataFolderError}.
 */
export async function backupEvents({ data, to }: BackupOptions): Promise<BackupResult> {
  const file = checkDataFolder(data);
  const target = resolve(to);
  const answer = await askRunningNode(data, `${COMMAND}${target}`);
  if (answer !== undefined) return readAnswer(answer);
  const lock = await FolderLock.acquire(data, async () => 'error the folder is being backed up');
  try {
    const log = new LmdbLog(file);
    try {
      return await backupLog(log, target);
    } finally {
      await log.close();
    }
  } finally {
    await lock.release();
  }
}

/** What a running node answers on its folder's socket. */
export async function folderCommand(log: LmdbLog, line: string): Promise<string> {
  if (!line.startsWith(COMMAND)) return 'error unknown command';
  const { events } = await backupLog(log, line.slice(COMMAND.length));
  return `ok ${events}`;
}

function readAnswer(answer: string): BackupResult {
  if (answer.startsWith('ok ')) return { events: Number(answer.slice(3)) };
  throw new DataFolderError(answer.replace(/^error /, '') || 'the node closed the connection');
}

async function backupLog(log: LmdbLog, to: string): Promise<BackupResult> {
  mkdirSync(to, { recursive: true });
  if (readdirSync(to).length > 0) throw new DataFolderError(`${to} is not empty`);
  const file = logFileOf(to);
  await log.backup(file);
  if (!existsSync(file)) throw new DataFolderError(`${to}: the copy was not written`);
  const handle = openSync(file, 'r');
  fsyncSync(handle);
  closeSync(handle);
  const copy = new LmdbLog(file);
  const events = copy.lastPosition;
  await copy.close();
  writeMarker(to);
  syncFolder(to);
  return { events };
}

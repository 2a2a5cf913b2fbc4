import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** A data folder that can't be opened: foreign, torn, or in use. The message is one line for the operator. */
export class DataFolderError extends Error {}

const MARKER = 'event-node.json';
const LOG_FILE = 'log.mdb';
/** Raised when the stored layout changes; a folder of another number is refused. */
const FORMAT = 1;

export const logFileOf = (folder: string): string => join(folder, LOG_FILE);

/** Creates the folder when it is new, refuses one that is not ours or not whole; returns the path of the log file. */
export function prepareDataFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const entries = readdirSync(folder).filter((name) => name !== SOCKET_NAME);
  if (entries.length === 0) writeMarker(folder);
  return checkDataFolder(folder);
}

/** Name of the socket that holds the folder (see folder-lock.ts): left behind by a killed node. */
export const SOCKET_NAME = 'node.sock';

export function checkDataFolder(folder: string): string {
  const marker = join(folder, MARKER);
  if (!existsSync(marker)) throw new DataFolderError(`${folder} is not a data folder of the event node (no ${MARKER})`);
  const format = readFormat(marker);
  if (format !== FORMAT) {
    throw new DataFolderError(
      `${folder} has data format ${String(format)}, this version of the event node reads ${FORMAT}`,
    );
  }
  const file = logFileOf(folder);
  if (existsSync(file)) refuseTornFile(file);
  else if (existsSync(`${file}-lock`)) throw new DataFolderError(`${folder} is torn: ${LOG_FILE} is missing`);
  return file;
}

export function writeMarker(folder: string): void {
  const file = openSync(join(folder, MARKER), 'wx');
  writeFileSync(file, `${JSON.stringify({ format: FORMAT, id: randomUUID() })}\n`);
  fsyncSync(file);
  closeSync(file);
  syncFolder(folder);
}

/** Makes the folder's entries themselves durable. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function readFormat(marker: string): unknown {
  try {
    return (JSON.parse(readFileSync(marker, 'utf8')) as { format?: unknown } | null)?.format;
  } catch (error) {
    throw new DataFolderError(`${marker} is torn: ${(error as Error).message}`);
  }
}

/*
 * LMDB maps the file into memory: reading a page beyond the end of a cut file would kill the process with SIGBUS.
 * So the two meta pages are read by hand first. Offsets within a page of lmdb-js 3.5 (page header of 24 bytes):
 * 24 magic, 48 page size, 144 last used page, 152 transaction.
 */
const META_MAGIC = 0xbeefc0de;
const META_SIZE = 160;

function refuseTornFile(file: string): void {
  const size = statSync(file).size;
  const first = readMeta(file, 0);
  const second = first && readMeta(file, first.pageSize);
  if (!first || !second) throw new DataFolderError(`${file} is torn or not a log: no valid header`);
  const newest = first.transaction > second.transaction ? first : second;
  const needed = (newest.lastPage + 1n) * BigInt(newest.pageSize);
  if (BigInt(size) < needed) throw new DataFolderError(`${file} is torn: ${size} bytes, ${needed} were written`);
}

function readMeta(
  file: string,
  offset: number,
): { pageSize: number; lastPage: bigint; transaction: bigint } | undefined {
  const page = Buffer.alloc(META_SIZE);
  const handle = openSync(file, 'r');
  const read = readSync(handle, page, 0, META_SIZE, offset);
  closeSync(handle);
  if (read < META_SIZE || page.readUInt32LE(24) !== META_MAGIC) return undefined;
  const pageSize = page.readUInt32LE(48);
  if (pageSize < 256 || pageSize > 65536) return undefined;
  return { pageSize, lastPage: page.readBigUInt64LE(144), transaction: page.readBigUInt64LE(152) };
}

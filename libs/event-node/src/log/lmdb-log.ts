import { createHash } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { open } from 'lmdb';
import type { Database, RootDatabase } from 'lmdb';
import { LRUCache } from 'lru-cache';
import { DataFolderError } from './data-folder.js';
import type { EventLog, LogBatch, StagedEvent, StreamHead } from './event-log.js';
import { IndexTail } from './index-tail.js';
import { StoredEvent } from './stored-event.js';

type Bytes = Database<Buffer, Buffer>;

/** lmdb-js takes MDB_APPEND as an option of `put`; its published types leave it out. */
interface AppendingDatabase {
  put(key: number, value: Buffer, options: { append: true }): Promise<boolean>;
}

/** Heads kept decoded in memory: about 150 bytes each. The rest are read from the file when asked for. */
const CACHED_HEADS = 100_000;
/** Revisions in memory before the indexes are written: the most a start has to replay. */
const INDEX_EVERY = 2_048;
/** Key of the position up to which the indexes are in the file. */
const INDEXED = Buffer.from('indexed');
/** LMDB keys are limited to 1,978 bytes; longer stream names are kept under their hash. */
const MAX_NAME_KEY = 256;
const HASHED_NAME = 0xff;
/** A failed write with less than this free is a full disk. */
const FULL_BELOW = 1024 * 1024;

/**
 * The log in one LMDB file. Durability: `overlappingSync: false` (and neither `noSync` nor `noMetaSync`) is LMDB's
 * classic commit: data pages are fdatasync'ed, then the meta page is written through an O_DSYNC descriptor, and only
 * then does the promise of the batch resolve. A killed process or machine finds the last finished commit.
 */
export class LmdbLog implements EventLog {
  private readonly root: RootDatabase<Buffer>;
  private readonly events: Database<Buffer, number>;
  private readonly heads: Bytes;
  private readonly revisions: Bytes;
  private readonly state: Bytes;
  private readonly tail = new IndexTail();
  private readonly cachedHeads = new LRUCache<string, StreamHead>({ max: CACHED_HEADS });
  private last: number;
  private streams: number;

  constructor(private readonly file: string) {
    this.root = open<Buffer>({
      path: file,
      noSubdir: true,
      overlappingSync: false,
      // Every commit is one explicit batch. The implicit one has a promise that nobody holds when it fails.
      eventTurnBatching: false,
      maxDbs: 4,
      encoding: 'binary',
    });
    this.events = this.root.openDB<Buffer, number>('events', { encoding: 'binary' });
    this.heads = this.root.openDB<Buffer, Buffer>('heads', { encoding: 'binary', keyEncoding: 'binary' });
    this.revisions = this.root.openDB<Buffer, Buffer>('revisions', { encoding: 'binary', keyEncoding: 'binary' });
    this.state = this.root.openDB<Buffer, Buffer>('state', { encoding: 'binary', keyEncoding: 'binary' });
    this.last = this.greatestPosition();
    this.streams = countOf(this.heads);
    if (countOf(this.events) !== this.last) {
      throw new DataFolderError(`${file} is torn: ${countOf(this.events)} events, the last has position ${this.last}`);
    }
    this.replayTail();
  }

  get lastPosition(): number {
    return this.last;
  }

  get streamCount(): number {
    return this.streams;
  }

  read(position: number): Buffer | undefined {
    return position > this.last ? undefined : this.events.getBinary(position);
  }

  glance(position: number): Buffer | undefined {
    if (position > this.last) return undefined;
    // lmdb-js answers with its reused buffer, whose own length is larger than the value's.
    const shared = this.events.getBinaryFast(position);
    return shared?.subarray(0, shared.length);
  }

  head(stream: string): StreamHead | undefined {
    const cached = this.tail.head(stream) ?? this.cachedHeads.get(stream);
    if (cached) return cached;
    const stored = this.heads.getBinary(nameKey(stream));
    if (!stored) return undefined;
    const head = decodeHead(stored);
    this.cachedHeads.set(stream, head);
    return head;
  }

  positionOf(streamNumber: number, revision: number): number | undefined {
    return (
      this.tail.positionOf(streamNumber, revision) ??
      this.revisions.getBinaryFast(revisionKey(streamNumber, revision))?.readUIntLE(0, 6)
    );
  }

  async commit(batch: LogBatch): Promise<void> {
    const last = batch.events.at(-1)?.position ?? this.last;
    const indexing = this.tail.size + batch.events.length >= INDEX_EVERY;
    try {
      await this.root.batch(() => {
        this.putEvents(batch.events);
        if (indexing) this.putIndexes(batch, last);
        else if (this.last === 0) void this.state.put(INDEXED, positionBytes(0));
      });
    } catch (error) {
      throw await this.commitReason(error);
    }
    this.last = last;
    if (indexing) this.tail.clear();
    else this.tail.add(batch);
    for (const [stream, head] of batch.heads) {
      this.streams = Math.max(this.streams, head.number + 1);
      this.cachedHeads.set(stream, head);
    }
  }

  /** A consistent copy of the file as of now, while writes go on. */
  async backup(file: string): Promise<void> {
    await this.root.backup(file, false);
  }

  async close(): Promise<void> {
    await this.root.close();
  }

  /** Every stream's head, for verification. */
  *allHeads(): Generator<StreamHead> {
    const newer = new Set([...this.tail.heads.keys()].map((stream) => nameKey(stream).toString('latin1')));
    yield* this.tail.heads.values();
    for (const { key, value } of this.heads.getRange({})) {
      if (!newer.has(key.toString('latin1'))) yield decodeHead(value);
    }
  }

  get revisionCount(): number {
    return countOf(this.revisions) + this.tail.size;
  }

  private putEvents(events: readonly StagedEvent[]): void {
    const appending = this.events as unknown as AppendingDatabase;
    for (const { position, bytes } of events) {
      // Positions only grow, so LMDB may fill pages to the brim instead of splitting them in halves.
      // The batch's own promise tells of a failed commit; this one would tell it again for each event.
      appending.put(position, bytes, { append: true }).catch(() => undefined);
    }
  }

  /** What the tail holds and what this batch adds, in the same transaction as the events. */
  private putIndexes(batch: LogBatch, last: number): void {
    const own = new IndexTail();
    own.add(batch);
    for (const part of [this.tail, own]) {
      for (const [streamNumber, revision, position] of part.places()) {
        void this.revisions.put(revisionKey(streamNumber, revision), positionBytes(position));
      }
    }
    const heads = new Map([...this.tail.heads, ...batch.heads]);
    for (const [stream, head] of heads) void this.heads.put(nameKey(stream), encodeHead(head));
    void this.state.put(INDEXED, positionBytes(last));
  }

  /** Rebuilds the part of the indexes that a stopped node had in memory only. */
  private replayTail(): void {
    // A folder that never recorded it has always written its indexes with its events.
    const indexed = this.state.getBinary(INDEXED)?.readUIntLE(0, 6) ?? this.last;
    for (let position = indexed + 1; position <= this.last; position++) {
      const bytes = this.read(position);
      if (!bytes) throw new DataFolderError(`${this.file} is torn: event ${position} is missing`);
      const event = new StoredEvent(bytes, position);
      const head = this.tail.replay(event, this.head(event.stream), this.streams);
      this.streams = Math.max(this.streams, head.number + 1);
      // What was looked up on the way is the file's, and outlives the tail.
      this.cachedHeads.set(event.stream, head);
    }
  }

  /** lmdb-js rejects with a general error whose `commitError` promise rejects with the storage's own. */
  private async commitReason(error: unknown): Promise<Error> {
    const commitError = (error as { commitError?: Promise<unknown> }).commitError;
    const reason: unknown = commitError ? await commitError.catch((cause: unknown) => cause) : error;
    const { bavail, bsize } = statfsSync(dirname(this.file));
    // LMDB reports a write that was cut short as an input/output error.
    if (bavail * bsize < FULL_BELOW) return new Error('the disk is full');
    return reason instanceof Error ? reason : new Error(String(reason));
  }

  private greatestPosition(): number {
    for (const key of this.events.getKeys({ reverse: true, limit: 1 })) return key;
    return 0;
  }
}

export function nameKey(stream: string): Buffer {
  const name = Buffer.from(stream);
  if (name.length <= MAX_NAME_KEY) return name;
  return Buffer.concat([Buffer.of(HASHED_NAME), createHash('sha256').update(name).digest()]);
}

function revisionKey(streamNumber: number, revision: number): Buffer {
  const key = Buffer.allocUnsafe(10);
  key.writeUInt32BE(streamNumber, 0);
  key.writeUIntBE(revision, 4, 6);
  return key;
}

function positionBytes(position: number): Buffer {
  const bytes = Buffer.allocUnsafe(6);
  bytes.writeUIntLE(position, 0, 6);
  return bytes;
}

function encodeHead(head: StreamHead): Buffer {
  const out = Buffer.allocUnsafe(28);
  out.writeUInt32LE(head.number, 0);
  out.writeDoubleLE(head.last, 4);
  out.writeDoubleLE(head.lastPosition, 12);
  out.writeDoubleLE(head.tombstone, 20);
  return out;
}

function decodeHead(stored: Buffer): StreamHead {
  return {
    number: stored.readUInt32LE(0),
    last: stored.readDoubleLE(4),
    lastPosition: stored.readDoubleLE(12),
    tombstone: stored.readDoubleLE(20),
  };
}

function countOf(database: { getStats(): object }): number {
  return (database.getStats() as { entryCount: number }).entryCount;
}

import { createHash } from 'node:crypto';
import { canonicalize } from './canonical-metadata.js';
import { TOMBSTONE } from '../protocol/constants.js';
import { METADATA_TYPE, isMetadataStream, ownerOfMetadata } from '../streams/stream-metadata.js';
import type { RawEvent } from './raw-streams.js';
import { RawStreams } from './raw-streams.js';

export interface CopyProgress {
  /** Events known to be the same on both servers so far. */
  readonly copied: number;
  /** Of those, how many were already there when this run came to them. */
  readonly found: number;
}

export interface CopyOptions {
  /** Connection strings, `esdb://…`. */
  readonly from: string;
  readonly to: string;
  readonly onProgress?: (progress: CopyProgress) => void;
}

export interface CopyResult extends CopyProgress {
  /** sha256 over every copied event in order: the same on both servers. */
  readonly hash: string;
}

/** The copy can't go on, or the servers differ afterwards. One line for the operator. */
export class CopyError extends Error {}

/** One append of the copy: events of one stream that follow each other in the log. */
const RUN_EVENTS = 500;
const RUN_BYTES = 512 * 1024;
const PROGRESS_EVERY = 1_000;

/**
 * Copies all events of one server to another: ids, order, revisions, types, data and metadata bytes; stream
 * metadata, deletions and tombstones included, the servers' own streams (`$…`) not. A run that was stopped goes on
 * where it ended: what the target holds is compared event by event first. Ends with a second reading of the target
 * whose count and hash must equal the source's. Nobody else may write to the target meanwhile.
 */
export async function copyEvents({ from, to, onProgress }: CopyOptions): Promise<CopyResult> {
  const source = await RawStreams.connect(from);
  const target = await RawStreams.connect(to);
  try {
    const copy = new Copy(target, onProgress);
    const result = await copy.run(source);
    const check = await digestOf(target);
    if (check.copied !== result.copied || check.hash !== result.hash) {
      throw new CopyError(
        `the target holds ${check.copied} events (${check.hash}), the source ${result.copied} (${result.hash})`,
      );
    }
    return result;
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
}

class Copy {
  private readonly digest = new EventDigest();
  private copied = 0;
  private found = 0;
  private pending: RawEvent[] = [];
  private pendingBytes = 0;

  constructor(
    private readonly target: RawStreams,
    private readonly onProgress: ((progress: CopyProgress) => void) | undefined,
  ) {}

  async run(source: RawStreams): Promise<CopyResult> {
    const existing = this.target.readAll();
    let comparing = true;
    for await (const event of source.readAll()) {
      if (!isCopied(event)) continue;
      this.digest.add(event);
      const there: RawEvent | undefined = comparing ? await nextCopied(existing) : undefined;
      comparing = there !== undefined;
      if (there) {
        refuseDifference(event, there);
        this.found++;
      } else await this.take(event);
      if (++this.copied % PROGRESS_EVERY === 0) this.report();
    }
    await this.flush();
    if (comparing && (await nextCopied(existing))) throw new CopyError('the target holds more events than the source');
    this.report();
    return { copied: this.copied, found: this.found, hash: this.digest.hash };
  }

  private report(): void {
    this.onProgress?.({ copied: this.copied, found: this.found });
  }

  private async take(event: RawEvent): Promise<void> {
    const [first] = this.pending;
    const full = this.pending.length >= RUN_EVENTS || this.pendingBytes >= RUN_BYTES;
    // `$metadata` goes alone: after it the target may write the next one by itself.
    const alone = first?.type === METADATA_TYPE || event.revision >= TOMBSTONE;
    if (first && (full || alone || first.stream !== event.stream)) await this.flush();
    if (event.revision >= TOMBSTONE) return this.target.tombstone(event.stream);
    this.pending.push(event);
    this.pendingBytes += event.data.length + event.metadata.length;
  }

  private async flush(): Promise<void> {
    const events = this.pending;
    const [first] = events;
    this.pending = [];
    this.pendingBytes = 0;
    if (!first) return;
    const answer = await this.target.append(first.stream, first.revision - 1, events);
    if (answer.kind === 'written') return;
    if (await this.wroteItself(events)) return;
    throw new CopyError(
      `stream ${first.stream}: expected to continue at revision ${first.revision}, the target is at ${answer.current}` +
        ' (a scavenged source, or another writer on the target)',
    );
  }

  /** A server that undeletes a stream writes its `$metadata` by itself: the same content under another id. */
  private async wroteItself([event, ...more]: readonly RawEvent[]): Promise<boolean> {
    if (!event || more.length > 0 || event.type !== METADATA_TYPE) return false;
    const last = await this.target.last(event.stream);
    return last?.revision === event.revision && canonicalize(last.data) === canonicalize(event.data);
  }
}

/** The servers' own streams stay where they are; stream metadata goes with its stream. */
function isCopied({ stream }: RawEvent): boolean {
  const owner = isMetadataStream(stream) ? ownerOfMetadata(stream) : stream;
  return !owner.startsWith('$');
}

async function nextCopied(events: AsyncGenerator<RawEvent>): Promise<RawEvent | undefined> {
  for (;;) {
    const next = await events.next();
    if (next.done) return undefined;
    if (isCopied(next.value)) return next.value;
  }
}

function refuseDifference(source: RawEvent, target: RawEvent): void {
  if (identity(source).equals(identity(target))) return;
  throw new CopyError(
    `the target holds other events: ${target.revision}@${target.stream} where the source has ${source.revision}@${source.stream}`,
  );
}

/** What must be equal on both servers. The id of `$metadata` and of a tombstone may be the server's own. */
function identity(event: RawEvent): Buffer {
  const isServers = event.revision >= TOMBSTONE || event.type === METADATA_TYPE;
  const data = event.type === METADATA_TYPE ? canonicalize(event.data) : event.data.toString('base64');
  const id = isServers ? '' : event.id;
  const parts = [
    event.stream,
    event.revision,
    id,
    event.type,
    event.contentType,
    event.metadata.toString('base64'),
    data,
  ];
  return Buffer.from(`${JSON.stringify(parts)}\n`);
}

class EventDigest {
  private readonly sha = createHash('sha256');

  add(event: RawEvent): void {
    this.sha.update(identity(event));
  }

  get hash(): string {
    return this.sha.digest('hex');
  }
}

async function digestOf(server: RawStreams): Promise<{ copied: number; hash: string }> {
  const digest = new EventDigest();
  let copied = 0;
  for await (const event of server.readAll()) {
    if (!isCopied(event)) continue;
    digest.add(event);
    copied++;
  }
  return { copied, hash: digest.hash };
}

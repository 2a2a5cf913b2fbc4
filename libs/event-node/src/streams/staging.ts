import type { EventLog, LogBatch, StagedEvent, StreamHead } from '../log/event-log.js';
import { StoredEvent, encodeEvent } from '../log/stored-event.js';
import { TOMBSTONE } from '../protocol/constants.js';
import type { RecentIds } from './recent-ids.js';
import type { StreamMetadata } from './stream-metadata.js';
import { NO_METADATA, isMetadataStream, metadataStreamOf, ownerOfMetadata, parseMetadata } from './stream-metadata.js';
import type { StreamFacts } from './stream-rules.js';

/** An event as a client proposes it. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/**
 * One batch on its way into the log: what is committed, overlaid with what the batch has staged so far. A command
 * first looks, then stages; it must not throw after it has staged.
 */
export class Staging {
  private readonly events: StagedEvent[] = [];
  private readonly stored = new Map<number, StoredEvent>();
  private readonly heads = new Map<string, StreamHead>();
  private readonly positions = new Map<string, number>();
  private readonly ids = new Map<string, { revision: number; position: number }>();
  private streamCount: number;
  bytes = 0;

  constructor(
    private readonly log: EventLog,
    private readonly recentIds: RecentIds,
    /** Of every event in this batch; never behind the last committed event's. */
    private readonly created: number,
  ) {
    this.streamCount = log.streamCount;
  }

  get isEmpty(): boolean {
    return this.events.length === 0;
  }

  get lastPosition(): number {
    return this.log.lastPosition + this.events.length;
  }

  head(stream: string): StreamHead | undefined {
    return this.heads.get(stream) ?? this.log.head(stream);
  }

  metadataOf(stream: string): StreamMetadata {
    const head = this.head(metadataStreamOf(stream));
    if (!head || head.last < 0) return NO_METADATA;
    const event = this.event(head.lastPosition);
    return event ? parseMetadata(event.isJson, event.data) : NO_METADATA;
  }

  isTombstoned(stream: string): boolean {
    if ((this.head(stream)?.tombstone ?? 0) > 0) return true;
    return isMetadataStream(stream) && (this.head(ownerOfMetadata(stream))?.tombstone ?? 0) > 0;
  }

  facts(stream: string): StreamFacts {
    const head = this.head(stream);
    const metaHead = this.head(metadataStreamOf(stream));
    const number = head?.number;
    return {
      head,
      tombstoned: this.isTombstoned(stream),
      softDeleted: metaHead !== undefined && this.metadataOf(stream).softDeleted,
      hasMetadata: (metaHead?.last ?? -1) >= 0,
      recent: (id) =>
        number === undefined ? undefined : (this.ids.get(`${number}:${id}`) ?? this.recentIds.find(number, id)),
      idAt: (revision) => {
        const position = number === undefined ? undefined : this.positionOf(number, revision);
        return position === undefined ? undefined : this.event(position)?.id;
      },
      positionOf: (revision) => (number === undefined ? undefined : this.positionOf(number, revision)),
    };
  }

  /** Stages one event behind the stream's last; returns where it will be. */
  append(stream: string, event: NewEvent): { revision: number; position: number } {
    const before = this.head(stream);
    const number = before?.number ?? this.streamCount++;
    const revision = (before?.last ?? -1) + 1;
    const position = this.stage(stream, number, revision, event);
    this.heads.set(stream, { number, last: revision, lastPosition: position, tombstone: before?.tombstone ?? 0 });
    this.positions.set(`${number}:${revision}`, position);
    this.ids.set(`${number}:${event.id}`, { revision, position });
    return { revision, position };
  }

  /** Stages the event that closes a stream for good. */
  tombstone(stream: string, event: NewEvent): number {
    const before = this.head(stream);
    const number = before?.number ?? this.streamCount++;
    const position = this.stage(stream, number, TOMBSTONE, event);
    this.heads.set(stream, {
      number,
      last: before?.last ?? -1,
      lastPosition: before?.lastPosition ?? 0,
      tombstone: position,
    });
    return position;
  }

  get batch(): LogBatch {
    return { events: this.events, heads: this.heads };
  }

  /** After the commit: the ids become known to later retries. Returns the streams that were written. */
  remember(): Iterable<string> {
    for (const [key, place] of this.ids) {
      const separator = key.indexOf(':');
      this.recentIds.remember(
        Number(key.slice(0, separator)),
        key.slice(separator + 1),
        place.revision,
        place.position,
      );
    }
    return this.heads.keys();
  }

  private stage(stream: string, streamNumber: number, revision: number, event: NewEvent): number {
    const position = this.lastPosition + 1;
    const bytes = encodeEvent({ ...event, stream, revision, position, created: this.created });
    this.events.push({ position, bytes, streamNumber, revision });
    this.stored.set(position, new StoredEvent(bytes, position));
    this.bytes += bytes.length;
    return position;
  }

  private positionOf(streamNumber: number, revision: number): number | undefined {
    return this.positions.get(`${streamNumber}:${revision}`) ?? this.log.positionOf(streamNumber, revision);
  }

  private event(position: number): StoredEvent | undefined {
    const staged = this.stored.get(position);
    if (staged) return staged;
    const bytes = this.log.read(position);
    return bytes && new StoredEvent(bytes, position);
  }
}

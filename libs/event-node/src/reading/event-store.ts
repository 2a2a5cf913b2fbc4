import type { EventLog, StreamHead } from '../log/event-log.js';
import { StoredEvent } from '../log/stored-event.js';
import type { StreamMetadata } from '../streams/stream-metadata.js';
import {
  NO_METADATA,
  firstKept,
  isMetadataStream,
  metadataStreamOf,
  ownerOfMetadata,
  parseMetadata,
} from '../streams/stream-metadata.js';
import { LRUCache } from 'lru-cache';
import { ChangeSignals } from './change-signals.js';

/** How a stream stands for a reader. `first` > `last` when everything is truncated. */
export type StreamState =
  | { readonly kind: 'missing' }
  | { readonly kind: 'tombstoned'; readonly head: StreamHead }
  | { readonly kind: 'open'; readonly head: StreamHead; readonly first: number; readonly last: number };

const CACHED_METADATA = 50_000;
const ONE: StreamMetadata = { ...NO_METADATA, maxCount: 1 };

/** The committed events as readers see them: truncation, deletion and links applied. */
export class EventStore {
  readonly changes = new ChangeSignals();
  private readonly metadata = new LRUCache<string, StreamMetadata>({ max: CACHED_METADATA });

  constructor(
    readonly log: EventLog,
    private readonly clock: () => number = Date.now,
  ) {}

  get lastPosition(): number {
    return this.log.lastPosition;
  }

  /** Called by the writer after each commit. */
  published(streams: Iterable<string>): void {
    const written = [...streams];
    for (const stream of written) if (isMetadataStream(stream)) this.metadata.delete(ownerOfMetadata(stream));
    this.changes.notify(written);
  }

  event(position: number): StoredEvent | undefined {
    const bytes = this.log.read(position);
    return bytes && new StoredEvent(bytes, position);
  }

  /** As {@link event} without a copy: valid only until the next read of this store. */
  glance(position: number): StoredEvent | undefined {
    const bytes = this.log.glance(position);
    return bytes && new StoredEvent(bytes, position);
  }

  positionOf(head: StreamHead, revision: number): number | undefined {
    return this.log.positionOf(head.number, revision);
  }

  metadataOf(stream: string): StreamMetadata {
    if (isMetadataStream(stream)) return ONE;
    const cached = this.metadata.get(stream);
    if (cached) return cached;
    const head = this.log.head(metadataStreamOf(stream));
    const newest = head && head.last >= 0 ? this.event(head.lastPosition) : undefined;
    const metadata = newest ? parseMetadata(newest.isJson, newest.data) : NO_METADATA;
    this.metadata.set(stream, metadata);
    return metadata;
  }

  isTombstoned(stream: string): boolean {
    if ((this.log.head(stream)?.tombstone ?? 0) > 0) return true;
    return isMetadataStream(stream) && (this.log.head(ownerOfMetadata(stream))?.tombstone ?? 0) > 0;
  }

  streamState(stream: string): StreamState {
    const head = this.log.head(stream);
    if (this.isTombstoned(stream)) {
      return { kind: 'tombstoned', head: head ?? { number: -1, last: -1, lastPosition: 0, tombstone: 0 } };
    }
    if (!head || head.last < 0) return { kind: 'missing' };
    const metadata = this.metadataOf(stream);
    if (metadata.softDeleted) return { kind: 'missing' };
    const first = this.firstYoung(head, firstKept(metadata, head.last), metadata.maxAge);
    return { kind: 'open', head, first, last: head.last };
  }

  /** The event a link names, by the normal rules of reading; undefined when it can't be read or `link` is none. */
  target(link: StoredEvent): StoredEvent | undefined {
    const place = linkTarget(link);
    if (!place) return undefined;
    const state = this.streamState(place.stream);
    if (state.kind !== 'open' || place.revision < state.first || place.revision > state.last) return undefined;
    const position = this.positionOf(state.head, place.revision);
    return position === undefined ? undefined : this.event(position);
  }

  /** First revision ≥ `from` that is not older than `maxAge` seconds: `created` never decreases within a stream. */
  private firstYoung(head: StreamHead, from: number, maxAge: number | undefined): number {
    if (maxAge === undefined) return from;
    const oldest = this.clock() - maxAge * 1000;
    let low = from;
    let high = head.last + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const position = this.positionOf(head, middle);
      const created = position === undefined ? 0 : (this.glance(position)?.created ?? 0);
      if (created < oldest) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** `{revision}@{stream}` in the data of a `$>` event. */
export function linkTarget(link: StoredEvent): { stream: string; revision: number } | undefined {
  if (!link.isLink) return undefined;
  const text = link.data.toString('utf8');
  const separator = text.indexOf('@');
  if (separator < 1 || !/^\d+$/.test(text.slice(0, separator))) return undefined;
  const revision = Number(text.slice(0, separator));
  return Number.isSafeInteger(revision) ? { revision, stream: text.slice(separator + 1) } : undefined;
}

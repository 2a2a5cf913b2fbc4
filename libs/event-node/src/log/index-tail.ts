import { TOMBSTONE } from '../protocol/constants.js';
import type { LogBatch, StreamHead } from './event-log.js';
import type { StoredEvent } from './stored-event.js';

/**
 * The newest part of both indexes, in memory only. A commit then writes events alone, a few pages at the end of the
 * file, instead of a page of each index for every stream it touches; the indexes follow once in some thousand events.
 * What a killed node had here is rebuilt from the events themselves.
 */
export class IndexTail {
  readonly heads = new Map<string, StreamHead>();
  private readonly positions = new Map<number, Map<number, number>>();
  /** Revisions held. */
  size = 0;

  head(stream: string): StreamHead | undefined {
    return this.heads.get(stream);
  }

  positionOf(streamNumber: number, revision: number): number | undefined {
    return this.positions.get(streamNumber)?.get(revision);
  }

  add(batch: LogBatch): void {
    for (const { streamNumber, revision, position } of batch.events) this.place(streamNumber, revision, position);
    for (const [stream, head] of batch.heads) this.heads.set(stream, head);
  }

  /** One event read back from the log; `before` is its stream's head so far, `newNumber` names a stream without one. */
  replay(event: StoredEvent, before: StreamHead | undefined, newNumber: number): StreamHead {
    const { revision, position, stream } = event;
    const number = before?.number ?? newNumber;
    this.place(number, revision, position);
    const head =
      revision >= TOMBSTONE
        ? { number, last: before?.last ?? -1, lastPosition: before?.lastPosition ?? 0, tombstone: position }
        : { number, last: revision, lastPosition: position, tombstone: before?.tombstone ?? 0 };
    this.heads.set(stream, head);
    return head;
  }

  /** Every (stream number, revision, position), stream by stream: neighbours in the file's index as well. */
  *places(): Generator<[streamNumber: number, revision: number, position: number]> {
    for (const number of [...this.positions.keys()].toSorted((a, b) => a - b)) {
      for (const [revision, position] of this.positions.get(number) ?? []) yield [number, revision, position];
    }
  }

  clear(): void {
    this.heads.clear();
    this.positions.clear();
    this.size = 0;
  }

  /** A tombstone has no place in the index of revisions. */
  private place(streamNumber: number, revision: number, position: number): void {
    if (revision >= TOMBSTONE) return;
    const ofStream = this.positions.get(streamNumber) ?? new Map<number, number>();
    this.positions.set(streamNumber, ofStream.set(revision, position));
    this.size++;
  }
}

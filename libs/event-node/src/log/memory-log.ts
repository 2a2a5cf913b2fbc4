import type { EventLog, LogBatch, StreamHead } from './event-log.js';

/** The log without a folder: for tests and `--in-memory`. Everything is gone when the node stops. */
export class MemoryLog implements EventLog {
  private readonly events: Buffer[] = [];
  private readonly heads = new Map<string, StreamHead>();
  private readonly revisions = new Map<number, number[]>();

  get lastPosition(): number {
    return this.events.length;
  }

  get streamCount(): number {
    return this.heads.size;
  }

  read(position: number): Buffer | undefined {
    return this.events[position - 1];
  }

  glance(position: number): Buffer | undefined {
    return this.events[position - 1];
  }

  head(stream: string): StreamHead | undefined {
    return this.heads.get(stream);
  }

  positionOf(streamNumber: number, revision: number): number | undefined {
    return this.revisions.get(streamNumber)?.[revision];
  }

  async commit(batch: LogBatch): Promise<void> {
    for (const event of batch.events) {
      this.events.push(event.bytes);
      const positions = this.revisions.get(event.streamNumber) ?? [];
      if (positions.length === event.revision) positions.push(event.position);
      this.revisions.set(event.streamNumber, positions);
    }
    for (const [stream, head] of batch.heads) this.heads.set(stream, head);
  }

  async close(): Promise<void> {
    this.events.length = 0;
  }
}

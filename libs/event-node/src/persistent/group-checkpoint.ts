import { randomUUID } from 'node:crypto';
import { asError } from '../protocol/errors.js';
import type { EventStore } from '../reading/event-store.js';
import { Expected } from '../streams/expected.js';
import { append } from '../streams/stream-writes.js';
import type { Writer } from '../streams/writer.js';
import type { GroupSource } from './group-source.js';
import type { GroupSettings } from './settings.js';

const NOTHING = Buffer.alloc(0);

/** When and where a group's checkpoint is written: everything up to it is acknowledged, parked or skipped. */
export class GroupCheckpoint {
  /** Undefined until one has been written. */
  last: number | undefined;
  private processed = 0;
  private lastWrite = Date.now();
  private writing: Promise<void> | undefined;

  constructor(
    store: EventStore,
    private readonly writer: Writer,
    private readonly source: GroupSource,
    private readonly settings: GroupSettings,
    private readonly stream: string,
    /** Highest number that is done together with all before it. */
    private readonly doneUpTo: () => number,
    private readonly onError: (error: Error) => void,
  ) {
    const state = store.streamState(stream);
    if (state.kind !== 'open') return;
    const stored = store.event(state.head.lastPosition);
    const text: unknown = stored && JSON.parse(stored.data.toString('utf8'));
    if (typeof text === 'string' && !Number.isNaN(source.parse(text))) this.last = source.parse(text);
  }

  get text(): string {
    return this.last === undefined ? '' : this.source.format(this.last);
  }

  /** One more event is acknowledged, parked or passed over. */
  countOne(): void {
    this.processed++;
  }

  /** Called when an event has been processed, and once a second with `tick`. */
  writeIfDue(tick: boolean): void {
    const { minCheckpointCount, maxCheckpointCount, checkpointAfter } = this.settings;
    const byCount = this.processed > 0 && this.processed >= maxCheckpointCount;
    const byTime =
      tick &&
      checkpointAfter > 0 &&
      this.processed >= Math.max(1, minCheckpointCount) &&
      Date.now() - this.lastWrite >= checkpointAfter;
    if (byCount || byTime) this.write();
  }

  /** The write under way, if any. */
  get settled(): Promise<void> {
    return this.writing ?? Promise.resolve();
  }

  private write(): void {
    const upTo = this.doneUpTo();
    if (this.writing || upTo <= (this.last ?? this.source.beforeFirst)) return;
    this.processed = 0;
    this.lastWrite = Date.now();
    const data = Buffer.from(JSON.stringify(this.source.format(upTo)));
    const event = { id: randomUUID(), type: '$SubscriptionCheckpoint', isJson: true, data, metadata: NOTHING };
    this.writing = this.writer
      .submit(data.length, (staging) => append(staging, this.stream, Expected.ANY, [event]))
      .then(
        () => void (this.last = upTo),
        (error: unknown) => this.onError(asError(error)),
      )
      .finally(() => (this.writing = undefined));
  }
}

import type { StoredEvent, SubscriptionMessage } from '#event-store';
import type { Position } from '#kernel';

export interface Batch {
  readonly events: readonly StoredEvent[];
  /** Everything up to here is in this batch or before it, or is not wanted. */
  readonly position: Position | undefined;
  /** True from the first batch on that holds the end of the past. */
  readonly caughtUp: boolean;
}

export interface BatchOptions {
  /** Events at most; ten times as many while the past is caught up with, when nobody waits for a single one. */
  readonly maxEvents: number;
  /** A batch starts at the earliest this long after the one before it, unless it is full. An idle stream waits for nothing. */
  readonly lingerMs: number;
}

/**
 * Cuts a subscription into batches: what arrived while the batch before was written. Reads ahead by two batches at
 * most. One reader, strictly in order.
 */
export class Batches implements AsyncIterable<Batch> {
  private readonly waiting: SubscriptionMessage[] = [];
  private waitingEvents = 0;
  private ended: { readonly error?: unknown } | undefined;
  private caughtUp = false;
  private wake: (() => void) | undefined;
  private resume: (() => void) | undefined;
  private closed = false;

  constructor(
    private readonly messages: AsyncIterable<SubscriptionMessage>,
    private readonly options: BatchOptions,
  ) {}

  private get limit(): number {
    return this.caughtUp ? this.options.maxEvents : 10 * this.options.maxEvents;
  }

  /** Events that arrived and are in no batch yet. */
  get pending(): number {
    return this.waitingEvents;
  }

  /** The oldest of them. */
  get oldestPending(): StoredEvent | undefined {
    for (const message of this.waiting) if (message.kind === 'event') return message.event;
    return undefined;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Batch> {
    void this.read();
    let earliest = 0;
    try {
      for (;;) {
        await this.untilReady(earliest);
        earliest = performance.now() + this.options.lingerMs;
        if (this.waiting.length > 0) yield this.take();
        else if (this.ended) {
          if ('error' in this.ended) throw this.ended.error;
          return;
        }
      }
    } finally {
      // Lets the reader go, and with it the subscription.
      this.closed = true;
      this.resume?.();
    }
  }

  private async read(): Promise<void> {
    try {
      for await (const message of this.messages) {
        this.waiting.push(message);
        if (message.kind === 'event') this.waitingEvents++;
        this.wake?.();
        if (this.waiting.length >= 2 * this.limit) await new Promise<void>((go) => (this.resume = go));
        if (this.closed) return;
      }
      this.ended = {};
    } catch (error) {
      this.ended = { error };
    }
    this.wake?.();
  }

  private async untilReady(earliest: number): Promise<void> {
    const isFull = () => this.waiting.length >= this.limit || this.ended !== undefined;
    while (this.waiting.length === 0 && !this.ended) await this.nextMessage();
    for (;;) {
      const left = earliest - performance.now();
      if (left <= 0 || isFull()) return;
      await this.nextMessage(left);
    }
  }

  private nextMessage(atMostMs?: number): Promise<void> {
    return new Promise((done) => {
      const timer = atMostMs === undefined ? undefined : setTimeout(() => this.wake?.(), atMostMs);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = undefined;
        done();
      };
    });
  }

  private take(): Batch {
    const events: StoredEvent[] = [];
    let position: Position | undefined;
    let used = 0;
    const { limit } = this;
    for (const message of this.waiting) {
      if (message.kind === 'event' && events.length === limit) break;
      used++;
      if (message.kind === 'caught-up') {
        this.caughtUp = true;
        continue;
      }
      if (message.kind === 'event') events.push(message.event);
      position = message.kind === 'event' ? message.event.position : message.position;
    }
    this.waiting.splice(0, used);
    this.waitingEvents -= events.length;
    this.resume?.();
    this.resume = undefined;
    return { events, position, caughtUp: this.caughtUp };
  }
}

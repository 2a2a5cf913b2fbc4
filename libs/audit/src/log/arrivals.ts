import type { StoredEvent, SubscriptionMessage } from '#event-store';
import type { Position } from '#kernel';

export interface Arrived {
  readonly events: readonly StoredEvent[];
  /** Everything up to here is in `events` or was taken before; undefined: nothing arrived in time. */
  readonly position: Position | undefined;
}

/** Takes a subscription in batches: what arrived meanwhile, or nothing after a while. Reads two batches ahead at most. */
export class Arrivals {
  private readonly waiting: SubscriptionMessage[] = [];
  private ended: { readonly error: unknown } | undefined;
  private wake: (() => void) | undefined;
  private resume: (() => void) | undefined;
  private closed = false;

  constructor(
    messages: AsyncIterable<SubscriptionMessage>,
    private readonly maxEvents: number,
  ) {
    this.read(messages).then(
      () => this.end(new Error('the subscription ended')),
      (error: unknown) => this.end(error),
    );
  }

  /** True once all of the past was taken. */
  caughtUp = false;

  /** @throws what ended the subscription, after everything that arrived before was taken */
  async take(waitMs: number): Promise<Arrived> {
    if (this.waiting.length === 0 && !this.ended) await this.nextMessage(waitMs);
    if (this.waiting.length === 0 && this.ended) throw this.ended.error;
    const taken = this.waiting.splice(0, this.maxEvents);
    this.resume?.();
    const events: StoredEvent[] = [];
    let position: Position | undefined;
    for (const message of taken) {
      if (message.kind === 'caught-up') this.caughtUp = true;
      else if (message.kind === 'checkpoint') position = message.position;
      else {
        events.push(message.event);
        position = message.event.position;
      }
    }
    return { events, position };
  }

  /** Lets the reader go, and with it the subscription. */
  close(): void {
    this.closed = true;
    this.resume?.();
  }

  private async read(messages: AsyncIterable<SubscriptionMessage>): Promise<void> {
    for await (const message of messages) {
      this.waiting.push(message);
      this.wake?.();
      if (this.waiting.length >= 2 * this.maxEvents) await new Promise<void>((go) => (this.resume = go));
      if (this.closed) return;
    }
  }

  private end(error: unknown): void {
    this.ended = { error };
    this.wake?.();
  }

  private nextMessage(waitMs: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(() => this.wake?.(), waitMs);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = undefined;
        done();
      };
    });
  }
}

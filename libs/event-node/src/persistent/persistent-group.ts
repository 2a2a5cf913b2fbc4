import { asError } from '../protocol/errors.js';
import type { SubscriptionInfo } from '../protocol/persistent-responses.js';
import type { EventStore } from '../reading/event-store.js';
import { resolved } from '../reading/resolving.js';
import type { Writer } from '../streams/writer.js';
import type { Consumer, Delivery } from './consumer.js';
import { deliveryId } from './consumer.js';
import { GroupCheckpoint } from './group-checkpoint.js';
import type { GroupSource } from './group-source.js';
import { sourceFor } from './group-source.js';
import { groupInfo } from './group-info.js';
import { ItemRate } from './measurements.js';
import { Parking } from './parking.js';
import { RetryQueue, drainInto } from './retry-queue.js';
import type { GroupDefinition } from './settings.js';
import { checkpointStream, groupKey, parkedStream, sourceOf } from './settings.js';
import type { ConsumerStrategy } from './strategies.js';
import { strategyNamed } from './strategies.js';

/** What a client says of an event it can't take. */
export type NackAction = 'retry' | 'park' | 'skip';

/** Steps of the source looked at before other work gets its turn. */
const STEPS_PER_TURN = 1_000;
/** A replay waits while so many events wait to be retried. */
const RETRIES_BEFORE_REPLAY_WAITS = 500;

/**
 * One persistent subscription. It reads its source behind a cursor into a bounded buffer and hands events to its
 * consumers, retries first; what is handed out, retried or being parked holds back the checkpoint.
 */
export class PersistentGroup {
  readonly key: string;
  readonly consumers = new Set<Consumer>();
  readonly retries = new RetryQueue();
  readonly parking: Parking;
  readonly checkpoint: GroupCheckpoint;
  readonly buffer: Delivery[] = [];
  readonly rate = new ItemRate();
  private readonly source: GroupSource;
  private readonly strategy: ConsumerStrategy;
  private readonly beingParked = new Set<Delivery>();
  private cursor: number;
  private lastKnownSequence: number | undefined;
  private stopWatching: () => void = () => undefined;
  private pumping = false;
  private stopped = false;
  private replaying = false;
  private readonly replayWaiters: (() => void)[] = [];
  totalItems = 0;

  constructor(
    private readonly store: EventStore,
    writer: Writer,
    readonly definition: GroupDefinition,
    private readonly onError: (error: Error) => void,
  ) {
    this.key = groupKey(sourceOf(definition), definition.group);
    this.source = sourceFor(store, definition);
    this.strategy = strategyNamed(definition.settings.strategy);
    this.parking = new Parking(store, writer, parkedStream(this.key));
    this.checkpoint = new GroupCheckpoint(
      store,
      writer,
      this.source,
      definition.settings,
      checkpointStream(this.key),
      () => this.doneUpTo(),
      onError,
    );
    this.cursor = this.checkpoint.last ?? this.source.beforeFirst;
    this.watch();
  }

  get lastKnown(): string {
    return this.lastKnownSequence === undefined ? '' : this.source.format(this.lastKnownSequence);
  }

  get isFull(): boolean {
    const { maxSubscriberCount } = this.definition.settings;
    return maxSubscriberCount > 0 && this.consumers.size >= maxSubscriberCount;
  }

  join(consumer: Consumer): void {
    this.consumers.add(consumer);
    this.strategy.joined(consumer);
    consumer.confirm(this.key);
    this.pump();
  }

  /** The client is gone: what it held goes to others at once. */
  leave(consumer: Consumer): void {
    if (!this.consumers.delete(consumer)) return;
    this.strategy.left(consumer);
    for (const delivery of consumer.takeAll()) this.retry(delivery);
    this.pump();
  }

  ack(consumer: Consumer, ids: readonly string[]): void {
    for (const id of ids) if (consumer.take(id)) this.checkpoint.countOne();
    this.checkpoint.writeIfDue(false);
    this.pump();
  }

  nack(consumer: Consumer, ids: readonly string[], action: NackAction, reason: string): void {
    if (action === 'skip') return this.ack(consumer, ids);
    for (const id of ids) {
      const delivery = consumer.take(id);
      if (!delivery) continue;
      if (action === 'retry') this.retry(delivery);
      else this.park(delivery, `Client explicitly NAK'ed message.\n${reason}`);
    }
    this.pump();
  }

  /** Once a second: overdue events are retried, checkpoints due by time are written. */
  tick(): void {
    for (const consumer of this.consumers) {
      for (const delivery of consumer.takeOverdue(this.definition.settings.messageTimeout)) this.retry(delivery);
    }
    this.checkpoint.writeIfDue(true);
    this.pump();
  }

  /** False when a replay is under way. Delivery goes on after the answer. */
  replayParked(stopAt: number | undefined): boolean {
    if (this.replaying) return false;
    this.replaying = true;
    this.parking
      .replay(stopAt, (delivery) => this.replayOne(delivery))
      .catch((error: unknown) => this.onError(asError(error)))
      .finally(() => (this.replaying = false));
    return true;
  }

  /** Ends the group's life in memory; its consumers leave by `dismiss`. */
  async stop(dismiss: (consumer: Consumer) => void): Promise<void> {
    this.stopped = true;
    this.stopWatching();
    this.releaseReplay();
    for (const consumer of [...this.consumers]) {
      this.consumers.delete(consumer);
      dismiss(consumer);
    }
    await this.checkpoint.settled;
  }

  info(): SubscriptionInfo {
    return groupInfo(this);
  }

  /** Hands out what can be handed out. Safe to call at any time. */
  pump(): void {
    if (this.pumping || this.stopped) return;
    this.pumping = true;
    try {
      let delivered: number;
      do {
        delivered = this.totalItems;
        this.fill();
        const skip = !this.strategy.keepsOrder;
        this.retries.drain((delivery) => this.deliver(delivery), skip);
        if (skip || this.retries.size === 0) drainInto(this.buffer, (delivery) => this.deliver(delivery), skip);
      } while (this.totalItems > delivered);
      if (this.retries.size < RETRIES_BEFORE_REPLAY_WAITS) this.releaseReplay();
    } finally {
      this.pumping = false;
    }
  }

  private deliver(delivery: Delivery): boolean {
    const consumer = this.strategy.pick(delivery);
    // An id stored twice is handed out again only after the first has come back: clients name events by id.
    if (!consumer || consumer.holds(deliveryId(delivery))) return false;
    this.totalItems++;
    consumer.push(delivery);
    return true;
  }

  private fill(): void {
    if (this.consumers.size === 0) return;
    const { readBatchSize, historyBufferSize, resolveLinks } = this.definition.settings;
    const wanted = Math.max(1, this.strategy.keepsOrder ? readBatchSize : historyBufferSize);
    for (let steps = 0; this.buffer.length < wanted; steps++) {
      if (steps >= STEPS_PER_TURN) {
        setImmediate(() => this.pump());
        break;
      }
      const step = this.source.next(this.cursor);
      if (!step) break;
      this.cursor = step.sequence;
      if (step.event) {
        this.lastKnownSequence = step.sequence;
        const whole = resolved(this.store, resolveLinks, step.event);
        this.buffer.push({ sequence: step.sequence, resolved: whole, retryCount: 0 });
      } else if (step.counts) this.checkpoint.countOne();
    }
    this.checkpoint.writeIfDue(false);
  }

  private retry(delivery: Delivery): void {
    const { maxRetryCount } = this.definition.settings;
    if (delivery.retryCount < maxRetryCount) this.retries.add({ ...delivery, retryCount: delivery.retryCount + 1 });
    else this.park(delivery, `Reached retry count of ${maxRetryCount}`);
  }

  private park(delivery: Delivery, reason: string): void {
    this.beingParked.add(delivery);
    this.parking
      .park(delivery, reason)
      .then(
        () => this.checkpoint.countOne(),
        (error: unknown) => {
          this.onError(asError(error));
          this.retries.add(delivery);
        },
      )
      .finally(() => {
        this.beingParked.delete(delivery);
        if (this.stopped) return;
        this.checkpoint.writeIfDue(false);
        this.pump();
      });
  }

  private async replayOne(delivery: Delivery): Promise<void> {
    while (this.retries.size >= RETRIES_BEFORE_REPLAY_WAITS && !this.stopped) {
      await new Promise<void>((resolve) => this.replayWaiters.push(resolve));
    }
    if (this.stopped) throw new Error(`the replay of ${this.key} was cut short: the group has stopped`);
    this.retries.add(delivery);
    this.pump();
  }

  private releaseReplay(): void {
    for (const waiter of this.replayWaiters.splice(0)) waiter();
  }

  /** The number before the lowest that is still open. */
  private doneUpTo(): number {
    let lowest = Math.min(this.cursor + 1, this.retries.lowest);
    const open = (delivery: Delivery): void => {
      if (delivery.sequence !== undefined && delivery.sequence < lowest) lowest = delivery.sequence;
    };
    this.buffer.forEach(open);
    this.beingParked.forEach(open);
    for (const consumer of this.consumers) for (const delivery of consumer.held()) open(delivery);
    return lowest - 1;
  }

  private watch(): void {
    this.stopWatching = this.store.changes.onceChanged(this.source.watched, () => {
      if (this.stopped) return;
      this.watch();
      this.pump();
    });
  }
}

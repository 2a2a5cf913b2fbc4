import { createHash } from 'node:crypto';
import type { Consumer, Delivery } from './consumer.js';

/** Chooses who gets the next event. */
export interface ConsumerStrategy {
  /** Undefined: nobody can take this one now. */
  pick(delivery: Delivery): Consumer | undefined;
  /** An event that nobody can take holds back those behind it (false: others may go ahead). */
  readonly keepsOrder: boolean;
  joined(consumer: Consumer): void;
  left(consumer: Consumer): void;
}

export function strategyNamed(name: string): ConsumerStrategy {
  switch (name) {
    case 'DispatchToSingle':
      return new DispatchToSingle();
    case 'Pinned':
      return new Pinned(sourceStream);
    case 'PinnedByCorrelation':
      return new Pinned(correlationOrStream);
    default:
      return new RoundRobin();
  }
}

/** The next client with a free slot, in turn. */
class RoundRobin implements ConsumerStrategy {
  readonly keepsOrder = true;
  protected readonly consumers: Consumer[] = [];

  pick(_delivery: Delivery): Consumer | undefined {
    for (const consumer of this.consumers.slice()) {
      this.consumers.shift();
      this.consumers.push(consumer);
      if (consumer.hasRoom) return consumer;
    }
    return undefined;
  }

  joined(consumer: Consumer): void {
    this.consumers.push(consumer);
  }

  left(consumer: Consumer): void {
    const index = this.consumers.indexOf(consumer);
    if (index >= 0) this.consumers.splice(index, 1);
  }
}

/** Stays with one client until it is full. */
class DispatchToSingle extends RoundRobin {
  override pick(_delivery: Delivery): Consumer | undefined {
    return this.consumers.find((consumer) => consumer.hasRoom);
  }
}

const BUCKETS = 1024;

/** Everything with the same key goes to the same client; a busy one delays only its own keys. */
class Pinned implements ConsumerStrategy {
  readonly keepsOrder = false;
  private readonly consumers: Consumer[] = [];
  private readonly buckets = new Array<Consumer | undefined>(BUCKETS).fill(undefined);

  constructor(private readonly keyOf: (delivery: Delivery) => string) {}

  pick(delivery: Delivery): Consumer | undefined {
    const consumer = this.buckets[bucketOf(this.keyOf(delivery))];
    return consumer?.hasRoom ? consumer : undefined;
  }

  joined(consumer: Consumer): void {
    this.consumers.push(consumer);
    this.rebalance();
  }

  left(consumer: Consumer): void {
    const index = this.consumers.indexOf(consumer);
    if (index >= 0) this.consumers.splice(index, 1);
    this.buckets.forEach((owner, bucket) => {
      if (owner === consumer) this.buckets[bucket] = undefined;
    });
    this.rebalance();
  }

  /** Moves as few buckets as possible so that every client has its share. */
  private rebalance(): void {
    if (this.consumers.length === 0) return;
    const share = Math.ceil(BUCKETS / this.consumers.length);
    const counts = new Map<Consumer, number>(this.consumers.map((consumer) => [consumer, 0]));
    const free: number[] = [];
    this.buckets.forEach((owner, bucket) => {
      const count = owner && counts.get(owner);
      if (owner === undefined || count === undefined || count >= share) free.push(bucket);
      else counts.set(owner, count + 1);
    });
    for (const [consumer, count] of counts) {
      for (const bucket of free.splice(0, share - count)) this.buckets[bucket] = consumer;
    }
  }
}

/** Hash of the name: spread evenly and the same for every node. */
function bucketOf(key: string): number {
  return createHash('md5').update(key).digest().readUInt16LE(0) % BUCKETS;
}

function sourceStream({ resolved }: Delivery): string {
  return (resolved.event ?? resolved.link)?.stream ?? '';
}

function correlationOrStream(delivery: Delivery): string {
  const metadata = (delivery.resolved.event ?? delivery.resolved.link)?.metadata;
  if (metadata && metadata.length > 0) {
    try {
      const correlation = (JSON.parse(metadata.toString('utf8')) as Record<string, unknown> | null)?.['$correlationId'];
      if (typeof correlation === 'string') return correlation;
    } catch {
      // Metadata is the user's bytes: what is not JSON has no correlation id.
    }
  }
  return sourceStream(delivery);
}

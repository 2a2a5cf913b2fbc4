import type { Delivery } from './consumer.js';

/** Events to deliver again, before newer ones: ordered by their place in the source, replayed ones last. */
export class RetryQueue {
  private readonly waiting: Delivery[] = [];

  get size(): number {
    return this.waiting.length;
  }

  add(delivery: Delivery): void {
    const place = delivery.sequence ?? Number.POSITIVE_INFINITY;
    let low = 0;
    let high = this.waiting.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.waiting[middle]?.sequence ?? Number.POSITIVE_INFINITY) <= place) low = middle + 1;
      else high = middle;
    }
    this.waiting.splice(low, 0, delivery);
  }

  /** Lowest number in the source that waits here. */
  get lowest(): number {
    return this.waiting[0]?.sequence ?? Number.POSITIVE_INFINITY;
  }

  /** Hands each to `deliver` in order; those it takes (true) leave. Stops at the first refused unless `skip`. */
  drain(deliver: (delivery: Delivery) => boolean, skip: boolean): void {
    drainInto(this.waiting, deliver, skip);
  }
}

export function drainInto(waiting: Delivery[], deliver: (delivery: Delivery) => boolean, skip: boolean): void {
  let kept = 0;
  let index = 0;
  for (; index < waiting.length; index++) {
    const delivery = waiting[index] as Delivery;
    if (deliver(delivery)) continue;
    waiting[kept++] = delivery;
    if (!skip) {
      index++;
      break;
    }
  }
  if (kept === index) return;
  waiting.splice(kept, index - kept);
}

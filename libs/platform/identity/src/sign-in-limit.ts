import { RequestError } from '#platform/http';
import { LRUCache } from 'lru-cache';

const windowMs = 15 * 60_000;
/** Per name and address: so many wrong passwords, then a pause. Per address over all names: guessing of names. */
const perName = 5;
const perAddress = 50;

/**
 * Slows guessing down. By address too, so that a stranger cannot lock somebody out by failing in their name. Counts in
 * this process only: n API processes allow n times as many.
 */
export class SignInLimit {
  private readonly counts = new LRUCache<string, { failures: number; until: number }>({ max: 50_000 });

  constructor(private readonly now: () => number) {}

  /** Counts an attempt as failed until {@link succeeded} says otherwise: attempts at the same time count too. */
  attempt(username: string, address: string): void {
    for (const [key, limit] of this.keys(username, address)) {
      const count = this.counts.get(key);
      const isOver = !count || count.until <= this.now();
      if (!isOver && count.failures >= limit) {
        const seconds = Math.ceil((count.until - this.now()) / 1000);
        throw new RequestError(429, 'identity.too-many-attempts', { headers: { 'retry-after': String(seconds) } });
      }
      this.counts.set(key, {
        failures: isOver ? 1 : count.failures + 1,
        until: isOver ? this.now() + windowMs : count.until,
      });
    }
  }

  succeeded(username: string, address: string): void {
    for (const [key] of this.keys(username, address)) {
      const count = this.counts.get(key);
      if (count) this.counts.set(key, { ...count, failures: Math.max(0, count.failures - 1) });
    }
    this.counts.delete(`${username}\n${address}`);
  }

  private keys(username: string, address: string): [key: string, limit: number][] {
    return [
      [`${username}\n${address}`, perName],
      [address, perAddress],
    ];
  }
}

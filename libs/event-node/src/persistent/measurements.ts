import { performance } from 'node:perf_hooks';

const KEPT = 1_000;

const PERCENTILES: readonly (readonly [name: string, share: number])[] = [
  ['Quintile 1', 0.2],
  ['Quintile 2', 0.4],
  ['Quintile 3', 0.6],
  ['Quintile 4', 0.8],
  ['Quintile 5', 1],
  ['90%', 0.9],
  ['95%', 0.95],
  ['99%', 0.99],
  ['99.5%', 0.995],
  ['99.9%', 0.999],
];

/** Times from delivery to acknowledgement of one consumer, the last thousand, under the server's names (ms). */
export class LatencyMeasurements {
  private readonly times: number[] = [];
  private next = 0;

  add(milliseconds: number): void {
    this.times[this.next] = milliseconds;
    this.next = (this.next + 1) % KEPT;
  }

  summary(): [name: string, milliseconds: number][] {
    if (this.times.length === 0) return [];
    const sorted = this.times.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
    const mean = sorted.reduce((sum, time) => sum + time, 0) / sorted.length;
    const named: [string, number][] = [
      ['Mean', mean],
      ['Median', at(0.5)],
      ['Fastest', sorted[0] ?? 0],
      ...PERCENTILES.map(([name, share]): [string, number] => [name, at(share)]),
      ['Highest', at(1)],
    ];
    return named.map(([name, time]) => [name, Math.round(time)]);
  }
}

/** Items since the last look and how many that is per second; the first look counts from the beginning. */
export class ItemRate {
  private lookedAt: number;
  private itemsThen = 0;

  constructor(private readonly clock: () => number = () => performance.now()) {
    this.lookedAt = clock();
  }

  look(items: number): { since: number; perSecond: number } {
    const now = this.clock();
    const since = items - this.itemsThen;
    const elapsed = now - this.lookedAt;
    this.lookedAt = now;
    this.itemsThen = items;
    return { since, perSecond: elapsed > 0 ? Math.trunc((since * 1000) / elapsed) : 0 };
  }
}

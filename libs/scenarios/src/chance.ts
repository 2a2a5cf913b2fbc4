import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Chance with a fixed seed. Each part of a scenario has its own, so that a change in one leaves the others alone. */
export class Chance {
  private readonly generator: RandomGenerator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
  }

  /** Both ends included. */
  integer(from: number, to: number): number {
    return uniformInt(this.generator, from, to);
  }

  happens(percent: number): boolean {
    return this.integer(1, 1000) <= percent * 10;
  }

  oneOf<Item>(items: readonly Item[]): Item {
    return items[this.integer(0, items.length - 1)]!;
  }

  /** One of the keys, as often as its weight says. */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key {
    const entries = Object.entries<number>(weights) as [Key, number][];
    let left = this.integer(
      1,
      entries.reduce((sum, [, weight]) => sum + weight, 0),
    );
    return entries.find(([, weight]) => (left -= weight) <= 0)![0];
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.integer(0, last);
      [result[last], result[other]] = [result[other]!, result[last]!];
    }
    return result;
  }
}

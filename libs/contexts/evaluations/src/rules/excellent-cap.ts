import type { CapRounding, ExcellentCap } from '#contexts/rule-packs/contracts';
import type { Grade } from '../evaluation/vocabulary.js';

const round: Readonly<Record<CapRounding, (value: number) => number>> = {
  down: Math.floor,
  nearest: Math.round,
  up: Math.ceil,
};

/** A pack's percentage is taken to this part of a percent. */
const precision = 10_000;

/**
 * How many of a group may be `excellent`; whole numbers until the division, so that 20 % of 5 is 1 and 2.28 % of 2500 is
 * 57. `capSql` says the same of rows.
 */
export function excellentAllowed(cap: ExcellentCap, counts: Readonly<Record<Grade, number>>): number {
  const base = cap.of.reduce((sum, grade) => sum + counts[grade], 0);
  return round[cap.rounding]((Math.round(cap.percent * precision) * base) / (100 * precision));
}

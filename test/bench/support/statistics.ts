/** Nearest-rank percentile, 0 < p ≤ 100. @throws RangeError on no values: a figure of nothing is not a figure */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) throw new RangeError('percentile of no values');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((p / 100) * sorted.length) - 1]!;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

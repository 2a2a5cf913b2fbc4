import fc from 'fast-check';
import { excellentAllowed } from './excellent-cap.js';

const counts = { excellent: 3, good: 5, completed: 2, failed: 1 };

describe('the cap on excellent', () => {
  it.each([
    [{ percent: 20, of: ['good'], rounding: 'down' }, 1],
    [{ percent: 20, of: ['excellent', 'good'], rounding: 'down' }, 1],
    [{ percent: 20, of: ['excellent', 'good'], rounding: 'nearest' }, 2],
    [{ percent: 20, of: ['excellent', 'good'], rounding: 'up' }, 2],
    [{ percent: 0, of: ['good'], rounding: 'up' }, 0],
    [{ percent: 29, of: ['excellent', 'good', 'completed'], rounding: 'down' }, 2],
  ] as const)('%j allows %d', (cap, allowed) => {
    expect(excellentAllowed(cap, counts)).toBe(allowed);
  });

  it('is not moved by binary fractions: 29 % of 100 is 29', () => {
    expect(excellentAllowed({ percent: 29, of: ['good'], rounding: 'down' }, { ...counts, good: 100 })).toBe(29);
  });

  it('is a whole share of the base, exact to the hundredth of a percent, and never falls when more are graded', () => {
    const hundredths = fc.integer({ min: 0, max: 10_000 });
    const many = fc.nat({ max: 100_000 });
    fc.assert(
      fc.property(hundredths, many, many, (percent, good, more) => {
        const allowed = (rounding: 'down' | 'nearest' | 'up', of = good) =>
          excellentAllowed({ percent: percent / 100, of: ['good'], rounding }, { ...counts, good: of });
        const exact = BigInt(percent) * BigInt(good);
        const [down, nearest, up] = [allowed('down'), allowed('nearest'), allowed('up')];
        expect(BigInt(down)).toBe(exact / 10_000n);
        expect(BigInt(up)).toBe((exact + 9_999n) / 10_000n);
        expect(BigInt(nearest)).toBe((exact + 5_000n) / 10_000n);
        expect(allowed('down', good + more)).toBeGreaterThanOrEqual(down);
      }),
      // 2.28 × 2500 is a little less than 5700 in binary.
      { examples: [[228, 2500, 1]] },
    );
  });
});

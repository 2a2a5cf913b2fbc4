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
});

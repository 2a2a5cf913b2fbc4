import { spanOf } from './report-period.js';

describe('periods of reports', () => {
  it.each([
    ['2024-02', 'month', '2024-02-01', '2024-02-29'],
    ['2023-12', 'month', '2023-12-01', '2023-12-31'],
    ['2024-Q3', 'quarter', '2024-07-01', '2024-09-30'],
    ['2024-Q4', 'quarter', '2024-10-01', '2024-12-31'],
    ['2024-H1', 'half-year', '2024-01-01', '2024-06-30'],
    ['2024-H2', 'half-year', '2024-07-01', '2024-12-31'],
    ['2024', 'year', '2024-01-01', '2024-12-31'],
  ])('%s is a %s from %s to %s', (period, per, begins, ends) => {
    expect(spanOf(period)).toEqual({ per, begins, ends });
  });

  it.each(['2024-13', '2024-Q5', '2024-H3', '24', '2024-9', ''])('%p is none', (period) => {
    expect(spanOf(period)).toBeUndefined();
  });
});

import { spanOf } from './period.js';

describe('period', () => {
  it('is a year, a quarter, a term, or any span of days for an ad hoc evaluation', () => {
    expect(spanOf('2018')).toEqual({ first: '2018-01-01', last: '2018-12-31' });
    expect(spanOf('2025-Q3')).toEqual({ first: '2025-07-01', last: '2025-09-30' });
    expect(spanOf('2020-2025')).toEqual({ first: '2020-01-01', last: '2025-12-31' });
    expect(spanOf('2025-03-10..2025-06-30')).toEqual({ first: '2025-03-10', last: '2025-06-30' });
    expect(spanOf('2025-03-10..2025-03-10')).toEqual({ first: '2025-03-10', last: '2025-03-10' });
  });

  it.each([
    ...['', '18', '2018-Q5', '2018-Q0', '2025-2020', '2025-2025', '2018-08', ' 2018', '2018\n', '20180'],
    ...[
      '2025-06-30..2025-03-10',
      '2025-02-30..2025-03-10',
      '2025-03-10..',
      '2025-03-10',
      '..',
      '0025-01-01..0025-02-01',
    ],
    '2025-01-01..2025-02-01..2025-03-01',
  ])('is not %j', (text) => {
    expect(spanOf(text)).toBeUndefined();
  });
});

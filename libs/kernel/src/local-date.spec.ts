import { addDays, dateOf, daysBetween, isLocalDate, monthOf, zone } from './local-date.js';
import fc from 'fast-check';

const inVietnam = new Intl.DateTimeFormat('sv-SE', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const since1975 = fc.date({ min: new Date('1975-07-01'), max: new Date('2200-01-01'), noInvalidDate: true });

describe('local dates', () => {
  it('are the days of Vietnam, as the tz database has them', () => {
    fc.assert(fc.property(since1975, (at) => expect(dateOf(at.toISOString())).toBe(inVietnam.format(at))));
  });

  it('change at midnight in Vietnam, 17:00 UTC', () => {
    expect(dateOf('2024-08-28T16:59:59.999Z')).toBe('2024-08-28');
    expect(dateOf('2024-08-28T17:00:00.000Z')).toBe('2024-08-29');
  });

  it('are added and counted across months and leap days', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2024-01-01', -1)).toBe('2023-12-31');
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    fc.assert(
      fc.property(since1975, fc.integer({ min: -40_000, max: 40_000 }), (at, days) => {
        const date = dateOf(at.toISOString());
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });

  it('must exist', () => {
    for (const good of ['2024-02-29', '1975-04-30', '2026-12-31']) expect(isLocalDate(good)).toBe(true);
    for (const bad of [
      '2023-02-29',
      '2024-13-01',
      '2024-00-10',
      '2024-04-31',
      '24-01-01',
      '2024-1-1',
      '',
      20240101,
      null,
    ]) {
      expect(isLocalDate(bad)).toBe(false);
    }
  });

  it('belong to a month', () => {
    expect(monthOf('2024-08-29')).toBe('2024-08');
  });
});

import { shippedPacks } from '#contexts/rule-packs/contracts';
import { addDays } from '#kernel';
import { publicHolidays } from '../real-data/public-holidays.js';
import { shippedCalendar, WorkingCalendar } from './working-days.js';

describe('a working day', () => {
  it.each([
    ['2024-08-29', true, 'Thursday'],
    ['2024-08-31', false, 'Saturday'],
    ['2024-09-02', false, 'Quốc khánh'],
    ['2024-09-03', false, 'second day of Quốc khánh'],
    ['2025-09-01', false, 'second day of Quốc khánh as announced for 2025'],
    ['2024-02-07', true, 'the day before Tết 2024'],
    ['2024-02-08', false, '29 tháng Chạp, first day of Tết as announced'],
    ['2024-02-14', false, 'mùng 5, given for Sunday, mùng 2'],
    ['2024-02-15', true, 'mùng 6'],
    ['2026-02-16', false, 'giao thừa'],
    ['2026-02-20', false, 'mùng 4'],
    ['2030-02-04', false, 'mùng 3 by the Vietnamese calendar'],
    ['2024-04-18', false, 'giỗ Tổ Hùng Vương, 10 tháng 3 âm lịch'],
    ['2023-05-03', false, 'given for 30 April 2023, a Sunday'],
    ['2023-05-02', false, 'given for giỗ Tổ, a Saturday in 2023'],
    ['2023-05-04', true, 'after the five days'],
    ['2023-09-01', false, 'second day of Quốc khánh as announced for 2023, before it'],
    ['2023-09-04', false, 'given for 2 September 2023, a Saturday'],
    ['2020-09-03', true, 'Quốc khánh was one day until 2020'],
    ['2021-09-03', false, 'and is two since 2021'],
    ['2017-01-02', false, 'given for 1 January 2017, a Sunday'],
    ['2028-01-03', false, 'given for 1 January 2028, a Saturday, in a year without a notice'],
    ['2024-04-29', false, 'a Monday swapped by the Prime Minister'],
    ['2024-05-04', true, 'the Saturday worked for it'],
    ['2019-05-04', true, 'the same in 2019'],
  ])('%s: %s (%s)', (day, expected) => {
    expect(shippedCalendar.isWorkingDay(day)).toBe(expected);
  });
});

describe('giỗ Tổ Hùng Vương, 10 tháng 3 âm lịch, and mùng 1 Tết', () => {
  it.each([
    ['2017', '2017-04-06', '2017-01-28'],
    ['2019', '2019-04-14', '2019-02-05'],
    ['2020', '2020-04-02', '2020-01-25'],
    ['2021', '2021-04-21', '2021-02-12'],
    ['2023', '2023-04-29', '2023-01-22'],
    ['2024', '2024-04-18', '2024-02-10'],
    ['2025', '2025-04-07', '2025-01-29'],
    ['2026', '2026-04-26', '2026-02-17'],
    ['2030', '2030-04-12', '2030-02-02'],
  ])('of %s are %s and %s', (year, hungKings, firstOfTet) => {
    const { others, tetEve } = publicHolidays(year);
    expect([others.includes(hungKings), addDays(tetEve, 1)]).toEqual([true, firstOfTet]);
  });
});

describe('counting on', () => {
  it('skips weekends and Quốc khánh', () => {
    expect(shippedCalendar.after('2024-08-29', 10)).toBe('2024-09-16');
  });

  it('skips Tết', () => {
    expect(shippedCalendar.after('2024-02-07', 3)).toBe('2024-02-19');
  });

  it('counts from the day after', () => {
    expect(shippedCalendar.after('2024-08-29', 0)).toBe('2024-08-29');
    expect(shippedCalendar.after('2024-08-29', 1)).toBe('2024-08-30');
  });
});

describe('counting back', () => {
  it('is the other way round', () => {
    expect(shippedCalendar.before('2024-09-16', 10)).toBe('2024-08-29');
    expect(shippedCalendar.between('2024-08-29', '2024-09-16')).toBe(10);
    expect(shippedCalendar.between('2024-09-16', '2024-08-29')).toBe(0);
    expect(shippedCalendar.between('2024-08-30', '2024-09-03')).toBe(0);
  });
});

describe('a notice that somebody published', () => {
  const notice = { year: 2027, tetFrom: '2027-02-04', nationalDayBeside: '2027-09-01', daysOff: ['2027-11-24'] };
  const swaps = [{ off: '2027-12-31', worked: '2028-01-08' }];
  const calendar = new WorkingCalendar([{ ...notice, swaps }, ...shippedPacks('working-days')]);

  it('moves Tết and the second day of Quốc khánh, gives other days off, swaps days over the turn of a year', () => {
    const days = (...of: string[]) => of.map((day) => calendar.isWorkingDay(day));
    // The eve is 5 February 2027, a Friday; from Thursday 4 the five days end on Monday 8, two are given for the weekend.
    expect(days('2027-02-03', '2027-02-04', '2027-02-08', '2027-02-10', '2027-02-11')).toEqual([
      ...[true, false, false, false, true],
    ]);
    expect(days('2027-09-01', '2027-09-03', '2027-11-24')).toEqual([false, true, false]);
    expect(days('2027-12-31', '2028-01-08')).toEqual([false, true]);
  });

  it('goes before an older one of the same year; other years stay as they are', () => {
    const again = new WorkingCalendar([
      { ...notice, swaps: [], daysOff: [] },
      { ...notice, swaps },
    ]);
    expect([again.isWorkingDay('2027-11-24'), again.isWorkingDay('2027-12-31')]).toEqual([true, true]);
    expect(calendar.isWorkingDay('2024-05-04')).toBe(true);
  });

  it('moves a deadline', () => {
    expect(shippedCalendar.after('2027-11-22', 3)).toBe('2027-11-25');
    expect(calendar.after('2027-11-22', 3)).toBe('2027-11-26');
  });
});

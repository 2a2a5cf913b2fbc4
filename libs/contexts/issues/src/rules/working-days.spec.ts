import { addWorkingDays, isWorkingDay, workingDaysBefore, workingDaysBetween } from './working-days.js';

describe('isWorkingDay', () => {
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
  ])('%s: %s (%s)', (day, expected) => {
    expect(isWorkingDay(day)).toBe(expected);
  });
});

describe('addWorkingDays', () => {
  it('skips weekends and Quốc khánh', () => {
    expect(addWorkingDays('2024-08-29', 10)).toBe('2024-09-16');
  });

  it('skips Tết', () => {
    expect(addWorkingDays('2024-02-07', 3)).toBe('2024-02-19');
  });

  it('counts from the day after', () => {
    expect(addWorkingDays('2024-08-29', 0)).toBe('2024-08-29');
    expect(addWorkingDays('2024-08-29', 1)).toBe('2024-08-30');
  });
});

describe('counting back', () => {
  it('is the other way round', () => {
    expect(workingDaysBefore('2024-09-16', 10)).toBe('2024-08-29');
    expect(workingDaysBetween('2024-08-29', '2024-09-16')).toBe(10);
    expect(workingDaysBetween('2024-09-16', '2024-08-29')).toBe(0);
    expect(workingDaysBetween('2024-08-30', '2024-09-03')).toBe(0);
  });
});

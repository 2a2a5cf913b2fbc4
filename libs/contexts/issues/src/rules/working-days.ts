import { addDays, daysBetween, type LocalDate } from '#kernel';
import { publicHolidays } from '../real-data/public-holidays.js';

const aMonday: LocalDate = '2024-01-01';

const isWeekend = (day: LocalDate): boolean => ((daysBetween(aMonday, day) % 7) + 7) % 7 > 4;

const daysOffByYear = new Map<string, ReadonlySet<LocalDate>>();

/**
 * Holidays of a year and the days given for those that fall on a weekend (Labour Code, art. 111: the next working
 * day). Swaps of single working days, which the government announces in some years, are not known here.
 */
function daysOffIn(year: string): ReadonlySet<LocalDate> {
  const known = daysOffByYear.get(year);
  if (known) return known;
  const off = new Set(publicHolidays(year));
  for (const holiday of [...off].filter(isWeekend).sort()) {
    let instead = addDays(holiday, 1);
    while (isWeekend(instead) || off.has(instead)) instead = addDays(instead, 1);
    off.add(instead);
  }
  daysOffByYear.set(year, off);
  return off;
}

export const isWorkingDay = (day: LocalDate): boolean => !isWeekend(day) && !daysOffIn(day.slice(0, 4)).has(day);

/** The `count`-th working day after a day; the day itself is not counted. `count` is 0 or more. */
export function addWorkingDays(from: LocalDate, count: number): LocalDate {
  let day = from;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) left--;
  }
  return day;
}

/** The `count`-th working day before a day. */
export function workingDaysBefore(to: LocalDate, count: number): LocalDate {
  let day = to;
  for (let left = count; left > 0;) {
    day = addDays(day, -1);
    if (isWorkingDay(day)) left--;
  }
  return day;
}

/** Working days after `from`, up to and with `to`; 0 when `to` is not later. */
export function workingDaysBetween(from: LocalDate, to: LocalDate): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(day)) count++;
  return count;
}

import { addDays, dateOf, type LocalDate } from '#kernel';
import Holidays from 'date-holidays';

/** Public holidays of Vietnam with Tết by the Vietnamese lunar calendar (it differs from China's in 2007 and 2030). */
const holidays = new Holidays('VN');

/**
 * Quốc khánh is two days since 2021 (Labour Code 45/2019/QH14, art. 112): 2 September and a neighbour that the
 * government announces each year. A year not listed takes 3 September.
 */
const secondNationalDay: Readonly<Record<string, LocalDate>> = {
  2022: '2022-09-01',
  2023: '2023-09-01',
  2025: '2025-09-01',
  2026: '2026-09-01',
};

/**
 * Tết is five days, arranged by the government's yearly notice. First days of the years that did not begin on the eve
 * (giao thừa), as the library assumes.
 */
const announcedTet: Readonly<Record<string, LocalDate>> = {
  2017: '2017-01-26',
  2018: '2018-02-14',
  2020: '2020-01-23',
  2021: '2021-02-10',
  2023: '2023-01-20',
  2024: '2024-02-08',
  2025: '2025-01-27',
};

const days = (first: LocalDate, count: number): readonly LocalDate[] =>
  Array.from({ length: count }, (_, index) => addDays(first, index));

const byYear = new Map<string, ReadonlySet<LocalDate>>();

/** Public holidays of a year (`2024`), whatever day of the week they fall on. */
export function publicHolidays(year: string): ReadonlySet<LocalDate> {
  const known = byYear.get(year);
  if (known) return known;
  const off = new Set<LocalDate>(year >= '2021' ? [secondNationalDay[year] ?? `${year}-09-03`] : []);
  for (const { type, rule, start } of holidays.getHolidays(Number(year))) {
    if (type !== 'public') continue;
    const day = dateOf(start.toISOString());
    const isTetEve = rule === '1 day before vietnamese 1-0-1 P5D';
    for (const each of isTetEve ? days(announcedTet[year] ?? day, 5) : [day]) off.add(each);
  }
  byYear.set(year, off);
  return off;
}

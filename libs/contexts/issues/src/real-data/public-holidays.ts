import { dateOf, type LocalDate } from '#kernel';
import Holidays from 'date-holidays';

/** Public holidays of Vietnam with Tết by the Vietnamese lunar calendar (it differs from China's in 2007 and 2030). */
const holidays = new Holidays('VN');

export interface HolidaysOfYear {
  /** Eve of the lunar new year (giao thừa). */
  readonly tetEve: LocalDate;
  /** All but Tết and the second day of Quốc khánh. */
  readonly others: readonly LocalDate[];
}

const byYear = new Map<string, HolidaysOfYear>();

/** Public holidays of a year (`2024`) as the law names them, whatever day of the week they fall on. */
export function publicHolidays(year: string): HolidaysOfYear {
  const known = byYear.get(year);
  if (known) return known;
  const found = holidays
    .getHolidays(Number(year))
    .filter(({ type }) => type === 'public')
    .map(({ rule, start }) => ({ day: dateOf(start.toISOString()), isTetEve: rule === tetEveRule }));
  const result = {
    tetEve: found.find(({ isTetEve }) => isTetEve)!.day,
    others: found.filter(({ isTetEve }) => !isTetEve).map(({ day }) => day),
  };
  byYear.set(year, result);
  return result;
}

const tetEveRule = '1 day before vietnamese 1-0-1 P5D';

import { shippedPacks, type WorkingDayRules } from '#contexts/rule-packs/contracts';
import { addDays, daysBetween, type LocalDate } from '#kernel';
import { publicHolidays } from '../real-data/public-holidays.js';

const aMonday: LocalDate = '2024-01-01';

const isWeekend = (day: LocalDate): boolean => ((daysBetween(aMonday, day) % 7) + 7) % 7 > 4;

/**
 * Working days of administrative bodies: Monday to Friday without the public holidays, the days given for those that
 * fall on a weekend, and with the days that the yearly notices swap (packs of the family `working-days`).
 */
export class WorkingCalendar {
  private readonly announced: ReadonlyMap<string, WorkingDayRules>;
  private readonly swappedOff: ReadonlySet<LocalDate>;
  private readonly swappedIn: ReadonlySet<LocalDate>;
  private readonly daysOffByYear = new Map<string, ReadonlySet<LocalDate>>();

  /** @param packs of each year the first counts */
  constructor(packs: readonly WorkingDayRules[]) {
    this.announced = new Map([...packs].reverse().map((pack) => [String(pack.year), pack]));
    const swaps = [...this.announced.values()].flatMap((pack) => pack.swaps);
    this.swappedOff = new Set(swaps.map(({ off }) => off));
    this.swappedIn = new Set(swaps.map(({ worked }) => worked));
  }

  isWorkingDay(day: LocalDate): boolean {
    if (this.swappedIn.has(day)) return true;
    return !isWeekend(day) && !this.swappedOff.has(day) && !this.daysOffIn(day.slice(0, 4)).has(day);
  }

  /** The `count`-th working day after a day; the day itself is not counted. `count` is 0 or more. */
  after(from: LocalDate, count: number): LocalDate {
    return this.step(from, count, 1);
  }

  /** The `count`-th working day before a day. */
  before(to: LocalDate, count: number): LocalDate {
    return this.step(to, count, -1);
  }

  /** Working days after `from`, up to and with `to`; 0 when `to` is not later. */
  between(from: LocalDate, to: LocalDate): number {
    let count = 0;
    for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (this.isWorkingDay(day)) count++;
    return count;
  }

  private step(from: LocalDate, count: number, direction: 1 | -1): LocalDate {
    let day = from;
    for (let left = count; left > 0;) {
      day = addDays(day, direction);
      if (this.isWorkingDay(day)) left--;
    }
    return day;
  }

  /** Holidays of a year and the days given for those that fall on a weekend: the next working day (art. 111.3). */
  private daysOffIn(year: string): ReadonlySet<LocalDate> {
    const known = this.daysOffByYear.get(year);
    if (known) return known;
    const off = new Set(this.holidaysIn(year));
    for (const holiday of [...off].filter(isWeekend).sort()) {
      let instead = addDays(holiday, 1);
      while (isWeekend(instead) || off.has(instead) || this.swappedOff.has(instead)) instead = addDays(instead, 1);
      off.add(instead);
    }
    this.daysOffByYear.set(year, off);
    return off;
  }

  /** Tết is five days; Quốc khánh two since 2021 (Labour Code 45/2019/QH14, art. 112.1). */
  private holidaysIn(year: string): readonly LocalDate[] {
    const { others, tetEve } = publicHolidays(year);
    const notice = this.announced.get(year);
    const tet = Array.from({ length: 5 }, (_, index) => addDays(notice?.tetFrom ?? tetEve, index));
    const beside = year >= '2021' ? [notice?.nationalDayBeside ?? `${year}-09-03`] : [];
    return [...others, ...tet, ...beside, ...(notice?.daysOff ?? [])];
  }
}

/** As the software brings it, while nobody has published a notice. */
export const shippedCalendar = new WorkingCalendar(shippedPacks('working-days'));

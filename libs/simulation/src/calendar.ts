import { addDays, type LocalDate, type Month } from '#kernel';

/** What is still to be told, by day: the agenda of a simulated province. */
export class Agenda<Item> {
  private readonly days = new Map<LocalDate, Item[]>();

  add(day: LocalDate, ...items: readonly Item[]): void {
    const list = this.days.get(day);
    if (list) list.push(...items);
    else this.days.set(day, [...items]);
  }

  /** Takes what stands under a day. */
  take(day: LocalDate): readonly Item[] {
    const items = this.days.get(day) ?? [];
    this.days.delete(day);
    return items;
  }
}

export function* monthsFrom(first: LocalDate, last: LocalDate): Generator<Month> {
  let [year, month] = first.split('-').map(Number) as [number, number];
  for (;;) {
    const name = `${year}-${String(month).padStart(2, '0')}`;
    if (`${name}-01` > last) return;
    yield name;
    month = month === 12 ? 1 : month + 1;
    if (month === 1) year += 1;
  }
}

export function* daysOf(month: Month): Generator<LocalDate> {
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) yield day;
}

import { addDays, type LocalDate } from '#kernel';

/** Public holidays on working days while the stories' deadlines run: read off the calendars of 2024 and 2025. */
const daysOff: readonly LocalDate[] = [
  ...['2024-04-30', '2024-05-01'],
  ...['2024-09-02', '2024-09-03', '2025-01-01'],
  ...['2025-01-27', '2025-01-28', '2025-01-29', '2025-01-30', '2025-01-31'],
  ...['2025-04-07', '2025-04-30', '2025-05-01', '2025-09-01', '2025-09-02'],
  // Swapped for the Saturdays below.
  ...['2024-04-29', '2025-05-02'],
];
const workedSaturdays: readonly LocalDate[] = ['2024-05-04', '2025-04-26'];

/** Working days to accept an issue or pass it on, and to settle it at each level of the stories. */
const notice = 10;
const resolution: Readonly<Record<string, number>> = {
  cell: 10,
  commune: 15,
  district: 20,
  department: 30,
  province: 30,
};

function workingDaysAfter(day: LocalDate, count: number): LocalDate {
  let left = count;
  for (let next = addDays(day, 1); ; next = addDays(next, 1)) {
    const weekday = new Date(next).getUTCDay();
    const isInWeek = weekday !== 0 && weekday !== 6;
    const isWorking = workedSaturdays.includes(next) || (isInWeek && !daysOff.includes(next));
    if (isWorking && --left === 0) return next;
  }
}

/** By when the last step that set a deadline wants the next one. */
export function dueAfter(act: string, on: LocalDate, holderLevel: string): LocalDate {
  const count = act === 'accept-issue' || act === 'reopen-issue' ? resolution[holderLevel] : notice;
  if (count === undefined) throw new Error(`no story settles issues at level "${holderLevel}"`);
  return workingDaysAfter(on, count);
}

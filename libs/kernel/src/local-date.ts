import { DateTime } from 'luxon';

/** Every date of the domain is a day in Vietnam. */
export const zone = 'Asia/Ho_Chi_Minh';

/** ISO date, `2024-08-29`. Compares correctly as text. */
export type LocalDate = string;
/** `2024-08`. */
export type Month = string;

export const monthOf = (date: LocalDate): Month => date.slice(0, 7);

/** The day in Vietnam at an instant. */
export const dateOf = (instant: string): LocalDate => DateTime.fromISO(instant, { zone }).toISODate()!;

export const addDays = (date: LocalDate, days: number): LocalDate =>
  DateTime.fromISO(date, { zone }).plus({ days }).toISODate()!;

/** Whole days from one date to another; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  DateTime.fromISO(to, { zone }).diff(DateTime.fromISO(from, { zone }), 'days').days;

export const isLocalDate = (value: unknown): value is LocalDate =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && DateTime.fromISO(value, { zone }).isValid;

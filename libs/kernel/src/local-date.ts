/** Every date of the domain is a day in Vietnam: UTC+7 all year round since 1975 (tz database, Asia/Ho_Chi_Minh). */
export const zone = 'Asia/Ho_Chi_Minh';
const offsetMs = 7 * 3_600_000;
const dayMs = 86_400_000;

/** ISO date, `2024-08-29`. Compares correctly as text. */
export type LocalDate = string;
/** `2024-08`. */
export type Month = string;

export const monthOf = (date: LocalDate): Month => date.slice(0, 7);

/** The day in Vietnam at an instant. */
export const dateOf = (instant: string): LocalDate => dayAt(Date.parse(instant) + offsetMs);

export const addDays = (date: LocalDate, days: number): LocalDate => dayAt(Date.parse(date) + days * dayMs);

/** Whole days from one date to another; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => (Date.parse(to) - Date.parse(from)) / dayMs;

/** A day that exists: 30 February does not. */
export const isLocalDate = (value: unknown): value is LocalDate =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && existsAsWritten(value);

function existsAsWritten(date: string): boolean {
  const at = Date.parse(date);
  return !Number.isNaN(at) && dayAt(at) === date;
}

const dayAt = (ms: number): LocalDate => new Date(ms).toISOString().slice(0, 10);

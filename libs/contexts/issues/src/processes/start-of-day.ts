import type { LocalDate } from '#kernel';

/** The instant at which a day begins in Vietnam. */
export const startOfDay = (day: LocalDate): string => `${day}T00:00:00+07:00`;

import { isLocalDate, type LocalDate } from '#kernel';
import { ValidateBy } from 'class-validator';

/** A year `2018`, a quarter `2025-Q3`, a term `2020-2025`, or any span of days, for an ad hoc evaluation: `2025-03-10..2025-06-30`. */
export type Period = string;

interface Span {
  readonly first: LocalDate;
  readonly last: LocalDate;
}

const quarterEnds = ['03-31', '06-30', '09-30', '12-31'];
const quarterStarts = ['01-01', '04-01', '07-01', '10-01'];

/** First and last day. A term is taken as whole years: its congresses fall on other days everywhere. */
export function spanOf(period: Period): Span | undefined {
  const match = /^((?:19|20)\d{2})(?:-Q([1-4])|-((?:19|20)\d{2}))?$/.exec(period);
  if (!match) return adHocSpanOf(period);
  const [, year, quarter, lastYear] = match;
  if (quarter !== undefined) {
    const index = Number(quarter) - 1;
    return { first: `${year}-${quarterStarts[index]}`, last: `${year}-${quarterEnds[index]}` };
  }
  if (lastYear !== undefined && lastYear <= year!) return undefined;
  return { first: `${year}-01-01`, last: `${lastYear ?? year}-12-31` };
}

function adHocSpanOf(period: Period): Span | undefined {
  const [first = '', last = '', ...others] = period.split('..');
  const isSpan = others.length === 0 && isLocalDate(first) && isLocalDate(last) && first <= last;
  return isSpan && /^(19|20)/.test(first) ? { first, last } : undefined;
}

/** Of a period that was validated. */
export const lastDayOf = (period: Period): LocalDate => spanOf(period)!.last;
export const firstDayOf = (period: Period): LocalDate => spanOf(period)!.first;

export const IsPeriod = () =>
  ValidateBy({
    name: 'isPeriod',
    validator: {
      validate: (value) => typeof value === 'string' && spanOf(value) !== undefined,
      defaultMessage: () =>
        '$property must be a year (2018), a quarter (2025-Q3), a term (2020-2025) or a span of days (2025-03-10..2025-06-30)',
    },
  });

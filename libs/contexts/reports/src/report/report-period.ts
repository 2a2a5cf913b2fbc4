import type { RuleSpan } from '#contexts/rule-packs/contracts';
import { addDays, type LocalDate } from '#kernel';
import { ValidateBy } from 'class-validator';

/** `2024-09` a month, `2024-Q3` a quarter, `2024-H1` a half-year, `2024` a year. */
export type ReportPeriodCode = string;

export interface PeriodSpan {
  readonly per: RuleSpan;
  readonly begins: LocalDate;
  readonly ends: LocalDate;
}

const pattern = /^((?:19|20)\d{2})(?:-(0[1-9]|1[0-2])|-Q([1-4])|-H([12]))?$/;

export function spanOf(period: ReportPeriodCode): PeriodSpan | undefined {
  const match = pattern.exec(period);
  if (!match) return undefined;
  const [, year, month, quarter, half] = match;
  if (month !== undefined) return span('month', Number(year), Number(month), 1);
  if (quarter !== undefined) return span('quarter', Number(year), Number(quarter) * 3 - 2, 3);
  if (half !== undefined) return span('half-year', Number(year), Number(half) * 6 - 5, 6);
  return span('year', Number(year), 1, 12);
}

function span(per: RuleSpan, year: number, firstMonth: number, months: number): PeriodSpan {
  const firstOf = (month: number): LocalDate =>
    month > 12 ? `${year + 1}-01-01` : `${year}-${String(month).padStart(2, '0')}-01`;
  return { per, begins: firstOf(firstMonth), ends: addDays(firstOf(firstMonth + months), -1) };
}

export const IsReportPeriod = () =>
  ValidateBy({
    name: 'isReportPeriod',
    validator: {
      validate: (value) => typeof value === 'string' && spanOf(value) !== undefined,
      defaultMessage: () => '$property must be 2024-09, 2024-Q3, 2024-H1 or 2024',
    },
  });

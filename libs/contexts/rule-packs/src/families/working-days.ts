import type { LocalDate, RulePack } from '#kernel';
import { IsDay } from '#platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsOptional, Max, Min, ValidateBy, ValidateNested } from 'class-validator';

/** Hoán đổi ngày làm việc: a weekday that is off, made up for by working on a day of a weekend. */
export interface SwappedDay {
  readonly off: LocalDate;
  readonly worked: LocalDate;
}

/**
 * What the yearly notices on days off say about one year, where the Labour Code leaves it to the Prime Minister (art.
 * 112.3) or where single working days are swapped. Holidays by the law itself, and the day given for one that falls on
 * a weekend (art. 111.3), need no pack.
 */
export interface WorkingDayRules {
  readonly year: number;
  /** First of the five days of Tết; null: its eve (giao thừa). */
  readonly tetFrom: LocalDate | null;
  /** The second day of Quốc khánh; null: 3 September. */
  readonly nationalDayBeside: LocalDate | null;
  readonly swaps: readonly SwappedDay[];
  /** Other days off, which no law of before names. */
  readonly daysOff: readonly LocalDate[];
}

/** Ngày nghỉ, ngày làm bù của một năm. */
export type WorkingDayPack = RulePack & WorkingDayRules;

const isWeekend = (day: unknown): boolean => [0, 6].includes(new Date(`${String(day)}T00:00:00Z`).getUTCDay());

const IsInWeek = (part: 'weekday' | 'weekend') =>
  ValidateBy({
    name: 'isInWeek',
    validator: {
      validate: (day: unknown) => isWeekend(day) === (part === 'weekend'),
      defaultMessage: () => `$property must be ${part === 'weekend' ? 'a Saturday or Sunday' : 'Monday to Friday'}`,
    },
  });

class SwappedDayBody {
  @IsDay() @IsInWeek('weekday') off!: LocalDate;
  @IsDay() @IsInWeek('weekend') worked!: LocalDate;
}

/** The form of `rules` in `publish-rule-pack`: the whole year, also when one day of it is announced later. */
export class WorkingDayRulesBody {
  @IsInt() @Min(2000) @Max(2200) year!: number;
  @IsOptional() @IsDay() tetFrom?: LocalDate;
  @IsOptional() @IsDay() nationalDayBeside?: LocalDate;
  @IsArray() @ArrayMaxSize(20) @ValidateNested({ each: true }) @Type(() => SwappedDayBody) swaps!: SwappedDayBody[];
  @IsOptional() @IsArray() @ArrayMaxSize(20) @IsDay({ each: true }) daysOff?: LocalDate[];
}

export const workingDayRules = (body: WorkingDayRulesBody): WorkingDayRules => ({
  year: body.year,
  tetFrom: body.tetFrom ?? null,
  nationalDayBeside: body.nationalDayBeside ?? null,
  swaps: body.swaps.map(({ off, worked }) => ({ off, worked })),
  daysOff: body.daysOff ?? [],
});

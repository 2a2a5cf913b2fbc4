import type { RulePack } from '#kernel';
import { IsInt, IsObject, IsOptional, Max, Min, ValidateBy } from 'class-validator';

export interface IssueRules {
  /** Working days for the written notice of acceptance or transfer, from receipt. */
  readonly noticeWorkingDays: number;
  /** Working days to settle it, by the holder's level (a code of the units' levels), from acceptance. */
  readonly resolutionWorkingDays: Readonly<Record<string, number>>;
  /** So many working days before a deadline the issue counts as near due; null: never. */
  readonly nearDueWorkingDays: number | null;
  /** So many working days after a missed deadline it goes to the holder's superior by itself; null: never. */
  readonly escalateOverdueWorkingDays: number | null;
}

/** Deadlines of issues. */
export type IssueRulePack = RulePack & IssueRules;

const isDayCount = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1000;

/** `{ commune: 15, province: 30 }`: at least one level. */
const IsDaysByLevel = () =>
  ValidateBy({
    name: 'isDaysByLevel',
    validator: {
      validate: (value: unknown) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
        const entries = Object.entries(value as object);
        return entries.length > 0 && entries.every(([level, days]) => /^[a-z][a-z-]*$/.test(level) && isDayCount(days));
      },
      defaultMessage: () => '$property must give working days, 1 to 1000, per level',
    },
  });

/** The form of `rules` in `publish-rule-pack`. */
export class IssueRulesBody {
  @IsInt() @Min(1) @Max(1000) noticeWorkingDays!: number;
  @IsObject() @IsDaysByLevel() resolutionWorkingDays!: Record<string, number>;
  @IsOptional() @IsInt() @Min(1) @Max(100) nearDueWorkingDays?: number;
  @IsOptional() @IsInt() @Min(1) @Max(100) escalateOverdueWorkingDays?: number;
}

export const issueRules = (body: IssueRulesBody): IssueRules => ({
  noticeWorkingDays: body.noticeWorkingDays,
  resolutionWorkingDays: body.resolutionWorkingDays,
  nearDueWorkingDays: body.nearDueWorkingDays ?? null,
  escalateOverdueWorkingDays: body.escalateOverdueWorkingDays ?? null,
});

import type { RulePack } from '#kernel';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

export const ruleSpans = ['month', 'quarter', 'half-year', 'year'] as const;
export type RuleSpan = (typeof ruleSpans)[number];
export const spansPerYear: Readonly<Record<RuleSpan, number>> = { month: 12, quarter: 4, 'half-year': 2, year: 1 };

/** How often a cadre must at least attend the meetings of each unit followed. */
export interface MinimumAttendance {
  /** Level of the unit whose cadre it is, e.g. `province`; null: of any level. */
  readonly cadreLevel: string | null;
  readonly times: number;
  readonly per: RuleSpan;
}

/** By when a cadre reports on each unit followed. */
export interface ReportPeriod {
  /** null: of any level. */
  readonly cadreLevel: string | null;
  readonly per: RuleSpan;
  /** Calendar days after the last day of the period. */
  readonly dueDays: number;
}

/** null: no rule was found, nothing is judged. */
export interface FollowingRules {
  readonly minimumAttendances: readonly MinimumAttendance[];
  /** Units that one cadre may follow at a time. */
  readonly maxUnits: number | null;
  readonly severalCadresPerUnit: boolean | null;
  /** Whether a cadre may follow the cell that is their own. */
  readonly mayFollowOwnCell: boolean | null;
  readonly reportPeriods: readonly ReportPeriod[];
}

/** Cadres who follow a unit (cán bộ theo dõi). */
export type FollowingPack = RulePack & FollowingRules;

const IsLevel = () => Matches(/^[a-z][a-z-]*$/, { message: '$property must be the code of a level' });

class MinimumAttendanceBody {
  @IsOptional() @IsLevel() cadreLevel?: string;
  @IsInt() @Min(1) @Max(366) times!: number;
  @IsIn(ruleSpans) per!: RuleSpan;
}

class ReportPeriodBody {
  @IsOptional() @IsLevel() cadreLevel?: string;
  @IsIn(ruleSpans) per!: RuleSpan;
  @IsInt() @Min(0) @Max(366) dueDays!: number;
}

/** The form of `rules` in `publish-rule-pack`. */
export class FollowingRulesBody {
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => MinimumAttendanceBody)
  minimumAttendances!: MinimumAttendanceBody[];
  @IsOptional() @IsInt() @Min(1) @Max(1000) maxUnits?: number;
  @IsOptional() @IsBoolean() severalCadresPerUnit?: boolean;
  @IsOptional() @IsBoolean() mayFollowOwnCell?: boolean;
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ReportPeriodBody)
  reportPeriods!: ReportPeriodBody[];
}

export const followingRules = (body: FollowingRulesBody): FollowingRules => ({
  minimumAttendances: body.minimumAttendances.map(({ cadreLevel = null, times, per }) => ({ cadreLevel, times, per })),
  maxUnits: body.maxUnits ?? null,
  severalCadresPerUnit: body.severalCadresPerUnit ?? null,
  mayFollowOwnCell: body.mayFollowOwnCell ?? null,
  reportPeriods: body.reportPeriods.map(({ cadreLevel = null, per, dueDays }) => ({ cadreLevel, per, dueDays })),
});

/** The rule for a cadre of a level: its own before the one for any level. `null`: of a level that no rule names. */
export const ofLevel = <Rule extends { readonly cadreLevel: string | null }>(
  rules: readonly Rule[],
  cadreLevel: string | null,
): Rule | undefined =>
  rules.find((rule) => rule.cadreLevel === cadreLevel) ?? rules.find((rule) => rule.cadreLevel === null);

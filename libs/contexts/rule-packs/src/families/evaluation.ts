import type { RulePack } from '#kernel';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsNumber,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { decorated, onlyOf } from './decorated.js';

/** Hoàn thành xuất sắc, hoàn thành tốt, hoàn thành, không hoàn thành nhiệm vụ. From the best to the worst. */
export const grades = ['excellent', 'good', 'completed', 'failed'] as const;
export type Grade = (typeof grades)[number];

/** What a unit states about itself besides its task figures. */
export const conditionNames = ['tasks-of-good-quality', 'nobody-disciplined', 'shortcomings-mended'] as const;
export type ConditionName = (typeof conditionNames)[number];

/** Percentages are of the tasks assigned. */
export type GradeRule = (
  | { readonly rule: 'score'; readonly atLeast?: number; readonly below?: number }
  | { readonly rule: 'all-tasks-done' }
  | { readonly rule: 'all-tasks-on-time' }
  | { readonly rule: 'tasks-above-requirement'; readonly atLeastPercent: number }
  | { readonly rule: 'tasks-late'; readonly atMostPercent: number }
  | { readonly rule: ConditionName }
) & {
  /** Not confirmed from a public source: to be set by whoever publishes the pack for a jurisdiction. */
  readonly unconfirmed?: boolean;
};

export const capRoundings = ['down', 'nearest', 'up'] as const;
export type CapRounding = (typeof capRoundings)[number];

/**
 * What counts as one group of similar units: all units of a level below a superior, or the groups that the superior
 * made when it opened the campaign.
 */
export const capGroupings = ['superior-and-level', 'campaign-group'] as const;
export type CapGrouping = (typeof capGroupings)[number];

/** How many units may be graded `excellent`: a share of those graded one of `of`, in each group. */
export interface ExcellentCap {
  readonly percent: number;
  readonly of: readonly Grade[];
  readonly rounding: CapRounding;
  /** Left out: not known; the figure is shown for groups of both kinds. */
  readonly grouping?: CapGrouping;
}

export interface EvaluationRules {
  /** Rules of each grade, all of which must be kept; null: what the regulation asks for was not found. */
  readonly grades: Readonly<Record<Grade, readonly GradeRule[] | null>>;
  /** Whether a self-assessment must give points. */
  readonly usesScores: boolean;
  /** null: not confirmed. */
  readonly excellentCap: ExcellentCap | null;
}

/** When a unit is graded what, for a period that ends in the pack's days. */
export type EvaluationPack = RulePack & EvaluationRules;

class GradeRuleBody {
  @IsIn(['score', 'all-tasks-done', 'all-tasks-on-time', 'tasks-above-requirement', 'tasks-late', ...conditionNames])
  rule!: GradeRule['rule'];
  @IsOptional() @IsNumber() @Min(0) @Max(100) atLeast?: number;
  @IsOptional() @IsNumber() @Min(0) @Max(101) below?: number;
  @onlyOf('tasks-above-requirement') @IsNumber() @Min(0) @Max(100) atLeastPercent?: number;
  @onlyOf('tasks-late') @IsNumber() @Min(0) @Max(100) atMostPercent?: number;
  @IsOptional() @IsBoolean() unconfirmed?: boolean;
}

const RulesOfGrade = () =>
  decorated(
    IsOptional(),
    IsArray(),
    ArrayMaxSize(50),
    ValidateNested({ each: true }),
    Type(() => GradeRuleBody),
  );

class GradesBody implements Partial<Record<Grade, GradeRuleBody[]>> {
  @RulesOfGrade() excellent?: GradeRuleBody[];
  @RulesOfGrade() good?: GradeRuleBody[];
  @RulesOfGrade() completed?: GradeRuleBody[];
  @RulesOfGrade() failed?: GradeRuleBody[];
}

class ExcellentCapBody implements ExcellentCap {
  @IsNumber() @Min(0) @Max(100) percent!: number;
  @ArrayNotEmpty() @ArrayUnique() @IsIn(grades, { each: true }) of!: Grade[];
  @IsIn(capRoundings) rounding!: CapRounding;
  @IsOptional() @IsIn(capGroupings) grouping?: CapGrouping;
}

/** The form of `rules` in `publish-rule-pack`: a grade or a cap that is left out is not known. */
export class EvaluationRulesBody {
  @IsObject() @ValidateNested() @Type(() => GradesBody) grades!: GradesBody;
  @IsBoolean() usesScores!: boolean;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ExcellentCapBody) excellentCap?: ExcellentCapBody;
}

export const evaluationRules = ({ grades: given, usesScores, excellentCap }: EvaluationRulesBody): EvaluationRules => ({
  grades: {
    excellent: given.excellent?.map(gradeRule) ?? null,
    good: given.good?.map(gradeRule) ?? null,
    completed: given.completed?.map(gradeRule) ?? null,
    failed: given.failed?.map(gradeRule) ?? null,
  },
  usesScores,
  excellentCap: excellentCap ? { ...excellentCap } : null,
});

/** Only what the rule is about is kept of what was sent. */
function gradeRule({ rule, atLeast, below, atLeastPercent, atMostPercent, unconfirmed }: GradeRuleBody): GradeRule {
  const mark = unconfirmed === undefined ? {} : { unconfirmed };
  switch (rule) {
    case 'score':
      return {
        rule,
        ...(atLeast === undefined ? {} : { atLeast }),
        ...(below === undefined ? {} : { below }),
        ...mark,
      };
    case 'tasks-above-requirement':
      return { rule, atLeastPercent: atLeastPercent!, ...mark };
    case 'tasks-late':
      return { rule, atMostPercent: atMostPercent!, ...mark };
    default:
      return { rule, ...mark };
  }
}

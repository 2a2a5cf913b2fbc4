import type { RulePack } from '#kernel';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { onlyOf } from './decorated.js';

/** Kinds of meeting that a pack may judge; a conference has delegates, no members. */
export const judgedKinds = ['regular', 'thematic', 'extraordinary', 'committee'] as const;
export type JudgedKind = (typeof judgedKinds)[number];

/** `percent` of the base, strictly above; `minutes` at least. */
export type StandardRule =
  | { readonly rule: 'turnout-above'; readonly percent: number }
  | { readonly rule: 'none-absent-without-reason' }
  | { readonly rule: 'lasts-at-least'; readonly minutes: number }
  | { readonly rule: 'none-excused-running'; readonly moreThan: number }
  | { readonly rule: 'prepared-by-committee' }
  | { readonly rule: 'minutes-complete' };

/** Tốt, khá, trung bình, kém. From the best to the worst. */
export const sheetGrades = ['good', 'fair', 'average', 'poor'] as const;
export type SheetGrade = (typeof sheetGrades)[number];

/** Criteria without which a sheet can not be `good`. `percent` null: the threshold is not known, a person judges. */
export type GateRule =
  | { readonly gate: 'turnout'; readonly percent: number }
  | { readonly gate: 'duration'; readonly minutes: number }
  | { readonly gate: 'speakers'; readonly percent: number | null }
  | { readonly gate: 'minutes' };

export interface ScoreSheetRules {
  readonly outOf: number;
  /** Best first; `from` points on. */
  readonly bands: readonly { readonly grade: SheetGrade; readonly from: number }[];
  readonly gates: readonly GateRule[];
  /** The best that a sheet with a failed gate can be. */
  readonly failedGateAtMost: SheetGrade;
}

/** From when on the views warn; never a decision. */
export interface AbsenceWarnings {
  /** Months of a year with an absence without reason. */
  readonly monthsAbsentInYear: number;
  readonly excusedRunning: number;
}

export interface MeetingStandardRules {
  /** Kinds of meeting that it judges. */
  readonly kinds: readonly JudgedKind[];
  readonly rules: readonly StandardRule[];
  /** null: the sheets are not known. */
  readonly scoreSheet: ScoreSheetRules | null;
  /** null: nobody is warned. */
  readonly warnings: AbsenceWarnings | null;
}

/** When a meeting is up to standard (sinh hoạt đạt chuẩn), and how its score sheets are read. */
export type MeetingStandardPack = RulePack & MeetingStandardRules;

class StandardRuleBody {
  @IsIn([
    'turnout-above',
    'none-absent-without-reason',
    'lasts-at-least',
    'none-excused-running',
    'prepared-by-committee',
    'minutes-complete',
  ])
  rule!: StandardRule['rule'];
  @onlyOf('turnout-above') @IsNumber() @Min(0) @Max(100) percent?: number;
  @onlyOf('lasts-at-least') @IsInt() @Min(1) @Max(1440) minutes?: number;
  @onlyOf('none-excused-running') @IsInt() @Min(1) @Max(100) moreThan?: number;
}

class GateBody {
  @IsIn(['turnout', 'duration', 'speakers', 'minutes']) gate!: GateRule['gate'];
  /** Of speakers it may be left out: a person judges then. */
  @ValidateIf(({ gate, percent }: GateBody) => gate === 'turnout' || percent !== undefined)
  @IsNumber()
  @Min(0)
  @Max(100)
  percent?: number;
  @ValidateIf(({ gate }: GateBody) => gate === 'duration') @IsInt() @Min(1) @Max(1440) minutes?: number;
}

class BandBody {
  @IsIn(sheetGrades) grade!: SheetGrade;
  @IsNumber() @Min(0) @Max(1000) from!: number;
}

class ScoreSheetBody {
  @IsInt() @Min(1) @Max(1000) outOf!: number;
  @ArrayNotEmpty() @ArrayMaxSize(4) @ValidateNested({ each: true }) @Type(() => BandBody) bands!: BandBody[];
  @IsArray() @ArrayMaxSize(4) @ValidateNested({ each: true }) @Type(() => GateBody) gates!: GateBody[];
  @IsIn(sheetGrades) failedGateAtMost!: SheetGrade;
}

class AbsenceWarningsBody implements AbsenceWarnings {
  @IsInt() @Min(1) @Max(12) monthsAbsentInYear!: number;
  @IsInt() @Min(1) @Max(100) excusedRunning!: number;
}

/** The form of `rules` in `publish-rule-pack`. */
export class MeetingStandardRulesBody {
  @ArrayNotEmpty() @ArrayUnique() @IsIn(judgedKinds, { each: true }) kinds!: JudgedKind[];
  @IsArray() @ArrayMaxSize(50) @ValidateNested({ each: true }) @Type(() => StandardRuleBody) rules!: StandardRuleBody[];
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ScoreSheetBody) scoreSheet?: ScoreSheetBody;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => AbsenceWarningsBody) warnings?: AbsenceWarningsBody;
}

export const meetingStandardRules = (body: MeetingStandardRulesBody): MeetingStandardRules => ({
  kinds: body.kinds,
  rules: body.rules.map(standardRule),
  scoreSheet: body.scoreSheet ? scoreSheetRules(body.scoreSheet) : null,
  warnings: body.warnings ? { ...body.warnings } : null,
});

/** Only what the rule is about is kept of what was sent; so below. */
function standardRule({ rule, percent, minutes, moreThan }: StandardRuleBody): StandardRule {
  switch (rule) {
    case 'turnout-above':
      return { rule, percent: percent! };
    case 'lasts-at-least':
      return { rule, minutes: minutes! };
    case 'none-excused-running':
      return { rule, moreThan: moreThan! };
    default:
      return { rule };
  }
}

const scoreSheetRules = ({ outOf, bands, gates, failedGateAtMost }: ScoreSheetBody): ScoreSheetRules => ({
  outOf,
  bands: bands.map(({ grade, from }) => ({ grade, from })).sort((a, b) => b.from - a.from),
  gates: gates.map(gateRule),
  failedGateAtMost,
});

function gateRule({ gate, percent, minutes }: GateBody): GateRule {
  switch (gate) {
    case 'turnout':
      return { gate, percent: percent! };
    case 'speakers':
      return { gate, percent: percent ?? null };
    case 'duration':
      return { gate, minutes: minutes! };
    case 'minutes':
      return { gate };
  }
}

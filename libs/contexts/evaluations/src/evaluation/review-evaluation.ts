import { act, canonicalJson, Command, DomainError } from '#kernel';
import { IsLine } from '#platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsNumber, IsObject, IsOptional, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import { proposeGrade } from '../rules/propose-grade.js';
import { refuseUnlessEvaluated } from './evaluated-unit.js';
import { campaignOf, evaluationFacts, refuseOutsideCampaign } from './evaluation-facts.js';
import { asReviewed, evaluation, evaluationId, evaluationReviewed } from './evaluation.js';
import { ForcingCaseEntry, forcingCasesOf } from './forcing-case.js';
import { IsPeriod, type Period } from './period.js';
import { grades, type Grade, type Review } from './vocabulary.js';

export class ReviewEvaluation extends Command {
  @IsUUID() unitId!: string;
  @IsPeriod() period!: Period;
  /** The advising body, e.g. the organisation department; the actor's unit when left out. */
  @IsOptional() @IsUUID() reviewedByUnitId?: string;
  /** The grade that the body proposes. */
  @IsIn(grades) grade!: Grade;
  /** Points as the body counts them; as the unit stated them when left out. */
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(30) commonScore?: number;
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(70) taskScore?: number;
  @IsOptional()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ForcingCaseEntry)
  forcingCases?: ForcingCaseEntry[];
  /** What it found, and why it proposes this grade. */
  @IsLine(4000) opinion!: string;
}

/** A body of the superior looks at what the unit said of itself and proposes; it may do so again until the decision. */
export const reviewEvaluation = act({
  name: 'review-evaluation',
  summary: { vi: 'Thẩm định, đề xuất xếp loại', en: "Review a unit's self-assessment and propose a grade" },
  command: ReviewEvaluation,
  aggregate: evaluation,
  roles: ['secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => evaluationId(command.unitId, command.period),
  unit: (command) => command.unitId,
  facts: ({ unitId, period }, _state, read) => evaluationFacts(read, unitId, period),

  decide(command, state, { facts, actor, today }) {
    const { unitId, period, grade, commonScore = null, taskScore = null, opinion } = command;
    const reviewedByUnitId = command.reviewedByUnitId ?? actor.unitId;
    if (reviewedByUnitId === unitId || actor.unitId === unitId) {
      throw new DomainError('evaluation.reviewed-by-superior', { unitId }, 'forbidden');
    }
    refuseUnlessEvaluated(facts.unit, unitId, period, today);
    refuseOutsideCampaign(facts, unitId, period);
    if (state.status === 'decided') throw new DomainError('evaluation.already-decided', { grade: state.grade });
    if (state.assessment === null) throw new DomainError('evaluation.not-self-assessed', { unitId, period });
    const forcingCases = forcingCasesOf(command.forcingCases);
    const review: Review = { reviewedByUnitId, grade, commonScore, taskScore, forcingCases, opinion };
    if (state.review && canonicalJson(state.review) === canonicalJson(review)) return [];
    const judgement = proposeGrade(facts.pack, asReviewed(state.assessment, review), forcingCases);
    return [
      evaluationReviewed({
        evaluationId: evaluationId(unitId, period),
        unitId,
        period,
        review,
        judgement,
        ...campaignOf(facts),
      }),
    ];
  },
});

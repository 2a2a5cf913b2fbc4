import { lineage } from '#contexts/org-units/contracts';
import { act, canonicalJson, Command, DomainError, forbidden, rootUnitId, type Reader } from '#kernel';
import { IsLine } from '#platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsNumber, IsObject, IsOptional, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import { proposeGrade } from '../rules/propose-grade.js';
import { refuseUnlessEvaluated } from './evaluated-unit.js';
import { campaignOf, evaluationFacts, refuseOutsideCampaign } from './evaluation-facts.js';
import { asReviewed, evaluation, evaluationId, evaluationReviewed } from './evaluation.js';
import { ForcingCaseEntry, forcingCasesOf } from './forcing-case.js';
import { IsPeriod, type Period } from './period.js';
import { Condition, Conditions, conditionsOf, Tasks, tasksOf } from './stated-figures.js';
import { grades, type Grade, type Review } from './vocabulary.js';

export class ReviewEvaluation extends Command {
  @IsUUID() unitId!: string;
  @IsPeriod() period!: Period;
  /**
   * The advising body, e.g. the organisation department; the actor's unit when left out. Named, it is the one on whose
   * behalf this is done: a department reviews by itself units that do not lie below it.
   */
  @IsOptional() @IsUUID() reviewedByUnitId?: string;
  /** The grade that the body proposes. */
  @IsIn(grades) grade!: Grade;
  /** Points as the body counts them; as the unit stated them when left out. */
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(30) commonScore?: number;
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(70) taskScore?: number;
  /** Tasks as the body counts them, all four figures; as the unit stated them when left out. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => Tasks) tasks?: Tasks;
  /** Conditions that the body found otherwise than stated, each with its evidence. */
  @Conditions() conditions?: Condition[];
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
  unit: ({ unitId, reviewedByUnitId }) => reviewedByUnitId ?? unitId,
  async facts({ unitId, period, reviewedByUnitId, envelope }, _state, read) {
    const facts = await evaluationFacts(read, unitId, period);
    const reviewerId = reviewedByUnitId ?? envelope.actor.unitId;
    return { ...facts, mayReview: await mayReview(read, reviewerId, unitId, facts.superiorId) };
  },

  decide(command, state, { facts, actor, today }) {
    const { unitId, period } = command;
    const reviewedByUnitId = command.reviewedByUnitId ?? actor.unitId;
    refuseUnlessEvaluated(facts.unit, unitId, period, today);
    if (actor.unitId === unitId || !facts.mayReview) {
      const { superiorId } = facts;
      throw forbidden('evaluation.reviewed-by-superior', { unitId, superiorId, reviewedByUnitId });
    }
    refuseOutsideCampaign(facts, unitId, period);
    if (state.status === 'decided') throw new DomainError('evaluation.already-decided', { grade: state.grade });
    if (state.assessment === null) throw new DomainError('evaluation.not-self-assessed', { unitId, period });
    const review = reviewOf(command, reviewedByUnitId);
    if (state.review && canonicalJson(state.review) === canonicalJson(review)) return [];
    const judgement = proposeGrade(facts.pack, asReviewed(state.assessment, review), review.forcingCases);
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

function reviewOf(command: ReviewEvaluation, reviewedByUnitId: string): Review {
  const { grade, commonScore = null, taskScore = null, tasks, conditions, forcingCases, opinion } = command;
  return {
    ...{ reviewedByUnitId, grade, commonScore, taskScore },
    ...(tasks ? { tasks: tasksOf(tasks) } : {}),
    ...(conditions?.length ? { conditions: conditionsOf(conditions) } : {}),
    ...{ forcingCases: forcingCasesOf(forcingCases), opinion },
  };
}

/** The superior or a unit above it, or a department directly below one of these; never a sibling of the unit. */
async function mayReview(
  read: Reader,
  reviewerId: string,
  unitId: string,
  superiorId: string | undefined,
): Promise<boolean> {
  if (superiorId === undefined || reviewerId === rootUnitId) return true;
  const over = [...(await lineage(read, superiorId)).map((each) => each.unitId), rootUnitId];
  if (over.includes(reviewerId)) return true;
  const [reviewer, above] = await lineage(read, reviewerId);
  return reviewer?.record.level === 'department' && reviewerId !== unitId && over.includes(above?.unitId ?? rootUnitId);
}

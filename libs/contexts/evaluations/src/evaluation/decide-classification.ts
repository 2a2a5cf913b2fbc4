import { act, Command, DomainError, type Actor, type Reader } from '#kernel';
import { Decision, IsDecision, IsLine } from '#platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsObject, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { campaign, campaignId } from '../campaign/campaign.js';
import { readGrades, undecidedIn } from '../campaign/grades.js';
import { proposeGrade } from '../rules/propose-grade.js';
import { decidingUnit, refuseUnlessEvaluated, refuseUnlessSuperior } from './evaluated-unit.js';
import { campaignOf, evaluationFacts, refuseOutsideCampaign, type EvaluationFacts } from './evaluation-facts.js';
import { asReviewed, classificationDecided, evaluation, evaluationId, type Evaluation } from './evaluation.js';
import { ForcingCaseEntry, forcingCasesOf } from './forcing-case.js';
import { IsPeriod, type Period } from './period.js';
import { grades, type Grade } from './vocabulary.js';

export class DecideClassification extends Command {
  @IsUUID() unitId!: string;
  @IsPeriod() period!: Period;
  @IsIn(grades) grade!: Grade;
  /** Those of the review when left out. */
  @IsOptional()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ForcingCaseEntry)
  forcingCases?: ForcingCaseEntry[];
  /** The immediate superior for the period; another unit is refused. Needed when the unit has since moved elsewhere. */
  @IsOptional() @IsUUID() decidedByUnitId?: string;
  @IsDecision() decision!: Decision;
  /** Needed when the grade is not the one that the rules propose. */
  @IsOptional() @IsLine(2000) reason?: string;
}

/**
 * The standing committee of the immediate superior classifies a unit. The system's proposal is computed by the pack of
 * the period and recorded beside the decision; it binds nobody. Outside a campaign (old years entered afterwards) a unit
 * that said nothing of itself is classified all the same; in one it is reviewed before, and lower units come first.
 */
export const decideClassification = act({
  name: 'decide-classification',
  summary: { vi: 'Quyết định xếp loại', en: "Decide a unit's classification for a period" },
  command: DecideClassification,
  aggregate: evaluation,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => evaluationId(command.unitId, command.period),
  unit: decidingUnit,

  facts: async ({ unitId, period }, _state, read) => ({
    ...(await evaluationFacts(read, unitId, period)),
    lower: await lowerUnits(read, unitId, period),
  }),

  decide(command, state, { facts, actor, today }) {
    const { unitId, period, grade } = command;
    const decidedByUnitId = refuseUnfit(command, state, facts, actor, today);
    const { assessment, review } = state;
    const forcingCases = command.forcingCases ? forcingCasesOf(command.forcingCases) : (review?.forcingCases ?? []);
    const judgement = proposeGrade(facts.pack, asReviewed(assessment, review), forcingCases);
    const proposal = judgement?.proposal ?? null;
    if (proposal !== null && proposal !== grade && command.reason === undefined) {
      throw new DomainError('evaluation.reason-required', { proposal, grade });
    }
    return [
      classificationDecided({
        ...{ evaluationId: evaluationId(unitId, period), unitId, period, grade },
        ...{ assessment, forcingCases, judgement, decidedByUnitId },
        ...(review ? { reviewedGrade: review.grade } : {}),
        ...campaignOf(facts),
      }),
    ];
  },
});

/** The units below that this unit itself evaluates: cấp dưới trước, cấp trên sau. */
async function lowerUnits(read: Reader, unitId: string, period: Period): Promise<LowerUnits> {
  const own = await read.state(campaign, campaignId(unitId, period));
  if (own.status === 'none') return { isBegun: false, undecided: [] };
  return { isBegun: true, undecided: undecidedIn(await readGrades(read, own, period)) };
}

interface LowerUnits {
  /** The unit has opened its campaign. */
  readonly isBegun: boolean;
  readonly undecided: readonly string[];
}

/** Committees, which have cells below them to evaluate; a department may have none. */
const levelsWithCells: readonly string[] = ['province', 'district', 'commune'];

interface Facts extends EvaluationFacts {
  readonly lower: LowerUnits;
}

/** @throws DomainError */
function refuseBeforeLower({ campaign: { status }, lower, unit }: Facts, unitId: string, period: Period): void {
  const { isBegun, undecided } = lower;
  if (undecided.length > 0) {
    throw new DomainError('evaluation.lower-first', { undecided: undecided.length, unitIds: undecided.slice(0, 10) });
  }
  if (status === 'open' && !isBegun && levelsWithCells.includes(unit.level)) {
    throw new DomainError('evaluation.lower-not-begun', { unitId, period, level: unit.level });
  }
}

/** @returns the immediate superior @throws DomainError */
function refuseUnfit(
  { unitId, period, decidedByUnitId }: DecideClassification,
  state: Evaluation,
  facts: Facts,
  actor: Actor,
  today: string,
): string {
  refuseUnlessEvaluated(facts.unit, unitId, period, today);
  const { superiorId } = facts;
  refuseUnlessSuperior(actor, superiorId, unitId, decidedByUnitId);
  if (state.status === 'decided') throw new DomainError('evaluation.already-decided', { grade: state.grade });
  refuseOutsideCampaign(facts, unitId, period);
  refuseBeforeLower(facts, unitId, period);
  if (facts.campaign.status === 'open' && state.review === null) {
    throw new DomainError('evaluation.not-reviewed', { period, status: state.status });
  }
  return superiorId;
}

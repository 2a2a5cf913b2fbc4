import type { EventMetadata } from '#kernel';
import { date, integer, jsonb, numeric, text, uuid, view } from '#projections';
import {
  classificationDecided,
  classificationRevised,
  evaluationReviewed,
  selfAssessed,
} from '../evaluation/evaluation.js';
import { firstDayOf, lastDayOf } from '../evaluation/period.js';
import type { ForcingCase, SelfAssessment, StatedCondition, TaskFigures } from '../evaluation/vocabulary.js';
import { totalScore, type GradeJudgement, type RuleOutcome } from '../rules/propose-grade.js';

const unreviewed = {
  reviewedGrade: null,
  reviewedByUnitId: null,
  reviewedCommonScore: null,
  reviewedTaskScore: null,
  reviewedTasks: null,
  reviewedConditions: null,
  reviewOpinion: null,
  forcingCases: null,
};

const undecided = {
  grade: null,
  decidedGrade: null,
  decidedByUnitId: null,
  decisionNumber: null,
  decisionDate: null,
  decisionIssuer: null,
  reason: null,
  previousGrade: null,
  revisionCause: null,
  revisionEvidence: null,
};

interface Stated {
  readonly evaluationId: string;
  readonly unitId: string;
  readonly period: string;
  readonly assessment: SelfAssessment | null;
  readonly judgement: GradeJudgement | null;
  readonly campaignId?: string;
}

const stated = ({ evaluationId, unitId, period, assessment, judgement, campaignId }: Stated) => ({
  evaluationId,
  unitId,
  period,
  periodBegins: firstDayOf(period),
  periodEnds: lastDayOf(period),
  campaignId: campaignId ?? null,
  assessment,
  selfGrade: assessment?.grade ?? null,
  commonScore: assessment?.commonScore ?? null,
  taskScore: assessment?.taskScore ?? null,
  score: scoreOf(assessment),
  ...judged(judgement),
});

const judged = (judgement: GradeJudgement | null) => ({
  pack: judgement?.pack ?? null,
  packVersion: judgement?.packVersion ?? null,
  proposal: judgement?.proposal ?? null,
  proposalRules: judgement?.rules ?? null,
});

function scoreOf(assessment: SelfAssessment | null): number | null {
  const { commonScore = null, taskScore = null } = assessment ?? {};
  return commonScore === null || taskScore === null ? null : totalScore(commonScore, taskScore);
}

const basisOf = ({ decision, reason }: EventMetadata) => ({
  decisionNumber: decision?.number ?? null,
  decisionDate: decision?.date ?? null,
  decisionIssuer: decision?.issuer ?? null,
  reason: reason ?? null,
});

/**
 * Each unit's evaluation in each period: what it said, what the advising body and the rules propose, what was decided,
 * and since revised. The statement's figures stand in `assessment`, so that a draft of rules can be tried on them.
 */
export const cellClassifications = view({
  name: 'cell_classifications',
  version: 3,
  columns: {
    unitId: uuid().key(),
    period: text().key(),
    evaluationId: uuid(),
    periodBegins: date(),
    periodEnds: date(),
    campaignId: uuid().nullable(),
    /** self-assessed, reviewed, decided. */
    status: text(),
    assessment: jsonb<SelfAssessment>().nullable(),
    selfGrade: text().nullable(),
    commonScore: numeric().nullable(),
    taskScore: numeric().nullable(),
    score: numeric().nullable(),
    reviewedGrade: text().nullable(),
    reviewedByUnitId: uuid().nullable(),
    /** Points as the advising body counts them; null: as the unit stated them. */
    reviewedCommonScore: numeric().nullable(),
    reviewedTaskScore: numeric().nullable(),
    /** Tasks as it counts them, conditions as it found them; null: as the unit stated them. */
    reviewedTasks: jsonb<TaskFigures>().nullable(),
    reviewedConditions: jsonb<readonly StatedCondition[]>().nullable(),
    reviewOpinion: text().nullable(),
    forcingCases: jsonb<readonly ForcingCase[]>().nullable(),
    pack: text().nullable(),
    packVersion: integer().nullable(),
    proposal: text().nullable(),
    proposalRules: jsonb<readonly RuleOutcome[]>().nullable(),
    /** The grade that counts; null until decided. */
    grade: text().nullable(),
    /** As first decided. */
    decidedGrade: text().nullable(),
    decidedByUnitId: uuid().nullable(),
    /** Of the decision, or of the last revision. */
    decisionNumber: text().nullable(),
    decisionDate: date().nullable(),
    decisionIssuer: text().nullable(),
    reason: text().nullable(),
    /** Before the last revision; null when there was none. */
    previousGrade: text().nullable(),
    revisionCause: text().nullable(),
    revisionEvidence: text().nullable(),
  },
  indexes: [['period', 'unitId']],
})
  .on(selfAssessed, ({ data }, rows) => {
    rows.upsert({ ...stated(data), status: 'self-assessed', ...unreviewed, ...undecided });
  })
  .on(evaluationReviewed, ({ data: { unitId, period, review, judgement } }, rows) => {
    const { reviewedByUnitId, grade, forcingCases, opinion, commonScore, taskScore, tasks, conditions } = review;
    const found = {
      ...{ reviewedByUnitId, reviewedGrade: grade, reviewOpinion: opinion, forcingCases },
      ...{ reviewedCommonScore: commonScore, reviewedTaskScore: taskScore },
      ...{ reviewedTasks: tasks ?? null, reviewedConditions: conditions ?? null },
    };
    rows.patch({ unitId, period }, { status: 'reviewed', ...found, ...judged(judgement) });
  })
  .on(classificationDecided, ({ data, metadata }, rows) => {
    const { unitId, period, grade, forcingCases, decidedByUnitId = null, judgement } = data;
    const decided = {
      ...{ status: 'decided', grade, decidedGrade: grade, decidedByUnitId, forcingCases },
      ...judged(judgement),
      ...basisOf(metadata),
    };
    // A review stands in the row already; a decision about a unit that said nothing makes it.
    if (data.reviewedGrade === undefined) rows.upsert({ ...stated(data), ...unreviewed, ...undecided, ...decided });
    else rows.patch({ unitId, period }, decided);
  })
  .on(classificationRevised, ({ data, metadata }, rows) => {
    const { unitId, period, grade, previousGrade, cause, decidedByUnitId = null, evidence = null } = data;
    const revised = { grade, previousGrade, revisionCause: cause, revisionEvidence: evidence, decidedByUnitId };
    rows.patch({ unitId, period }, { ...revised, ...basisOf(metadata) });
  });

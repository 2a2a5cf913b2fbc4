import type { EventMetadata } from '#kernel';
import { date, jsonb, numeric, text, uuid, view } from '#projections';
import { classificationDecided, classificationRevised, selfAssessed } from '../evaluation/evaluation.js';
import { firstDayOf, lastDayOf } from '../evaluation/period.js';
import type { SelfAssessment } from '../evaluation/vocabulary.js';
import { totalScore, type GradeJudgement, type RuleOutcome } from '../rule-packs/propose-grade.js';

const undecided = {
  grade: null,
  decidedGrade: null,
  decisionNumber: null,
  decisionDate: null,
  decisionIssuer: null,
  reason: null,
  previousGrade: null,
  revisionCause: null,
};

interface Stated {
  readonly unitId: string;
  readonly period: string;
  readonly assessment: SelfAssessment | null;
  readonly judgement: GradeJudgement | null;
}

const stated = ({ unitId, period, assessment, judgement }: Stated) => {
  const { commonScore = null, taskScore = null, grade: selfGrade = null } = assessment ?? {};
  return {
    unitId,
    period,
    periodBegins: firstDayOf(period),
    periodEnds: lastDayOf(period),
    selfGrade,
    commonScore,
    taskScore,
    score: commonScore === null || taskScore === null ? null : totalScore(commonScore, taskScore),
    pack: judgement?.pack ?? null,
    proposal: judgement?.proposal ?? null,
    proposalRules: judgement?.rules ?? null,
  };
};

const basisOf = ({ decision, reason }: EventMetadata) => ({
  decisionNumber: decision?.number ?? null,
  decisionDate: decision?.date ?? null,
  decisionIssuer: decision?.issuer ?? null,
  reason: reason ?? null,
});

/** Each unit's evaluation in each period: what it said, what the rules propose, what was decided, and since revised. */
export const cellClassifications = view({
  name: 'cell_classifications',
  version: 1,
  columns: {
    unitId: uuid().key(),
    period: text().key(),
    periodBegins: date(),
    periodEnds: date(),
    selfGrade: text().nullable(),
    commonScore: numeric().nullable(),
    taskScore: numeric().nullable(),
    score: numeric().nullable(),
    pack: text().nullable(),
    proposal: text().nullable(),
    proposalRules: jsonb<readonly RuleOutcome[]>().nullable(),
    /** The grade that counts; null until decided. */
    grade: text().nullable(),
    /** As first decided. */
    decidedGrade: text().nullable(),
    /** Of the decision, or of the last revision. */
    decisionNumber: text().nullable(),
    decisionDate: date().nullable(),
    decisionIssuer: text().nullable(),
    reason: text().nullable(),
    /** Before the last revision; null when there was none. */
    previousGrade: text().nullable(),
    revisionCause: text().nullable(),
  },
  indexes: [['period', 'unitId']],
})
  .on(selfAssessed, ({ data }, rows) => {
    rows.upsert({ ...stated(data), ...undecided });
  })
  .on(classificationDecided, ({ data, metadata }, rows) => {
    rows.upsert({
      ...stated(data),
      ...undecided,
      grade: data.grade,
      decidedGrade: data.grade,
      ...basisOf(metadata),
    });
  })
  .on(classificationRevised, ({ data, metadata }, rows) => {
    const { unitId, period, grade, previousGrade, cause } = data;
    rows.patch({ unitId, period }, { grade, previousGrade, revisionCause: cause, ...basisOf(metadata) });
  });

import { aggregate, derivedId, event, shape, type EventOf } from '#kernel';
import type { GradeJudgement } from '../rules/propose-grade.js';
import type { Period } from './period.js';
import type { ConditionName, ForcingCase, Grade, Review, SelfAssessment } from './vocabulary.js';

/** Tự đánh giá. `judgement`: what the rule pack of the period says of this statement; null when none was in force. */
export const selfAssessed = event(
  'evaluations.SelfAssessed',
  shape<{
    evaluationId: string;
    unitId: string;
    period: Period;
    assessment: SelfAssessment;
    judgement: GradeJudgement | null;
    /** The superior's campaign that it answers; left out when there was none. */
    campaignId?: string;
  }>(),
);

/** Thẩm định, đề xuất. `judgement`: what the rules say of the statement as reviewed. */
export const evaluationReviewed = event(
  'evaluations.EvaluationReviewed',
  shape<{
    evaluationId: string;
    unitId: string;
    period: Period;
    review: Review;
    judgement: GradeJudgement | null;
    campaignId?: string;
  }>(),
);

/**
 * Xếp loại. The human decision (its number in the metadata) beside what the system proposed; `assessment` repeats what
 * the unit had said of itself, null when it had said nothing.
 */
export const classificationDecided = event(
  'evaluations.ClassificationDecided',
  shape<{
    evaluationId: string;
    unitId: string;
    period: Period;
    grade: Grade;
    assessment: SelfAssessment | null;
    forcingCases: readonly ForcingCase[];
    judgement: GradeJudgement | null;
    /** The immediate superior, whose standing committee decided; not in events from before it was asked for. */
    decidedByUnitId?: string;
    /** What the advising body had proposed; left out when nobody had reviewed it. */
    reviewedGrade?: Grade;
    campaignId?: string;
  }>(),
);

/** Khiếu nại; kết luận kiểm tra; nhập sai so với quyết định. */
export const revisionCauses = ['complaint', 'inspection-finding', 'entry-error'] as const;
export type RevisionCause = (typeof revisionCauses)[number];

/** Xếp loại lại. The former grade stays in `previousGrade` and in the stream. */
export const classificationRevised = event(
  'evaluations.ClassificationRevised',
  shape<{
    evaluationId: string;
    unitId: string;
    period: Period;
    grade: Grade;
    previousGrade: Grade;
    cause: RevisionCause;
    decidedByUnitId?: string;
    /** The complaint or finding: its number, or what it says. */
    evidence?: string;
  }>(),
);

const evaluationEvents = [selfAssessed, evaluationReviewed, classificationDecided, classificationRevised] as const;
export type EvaluationEvent = EventOf<typeof evaluationEvents>;

export interface Evaluation {
  readonly status: 'none' | 'self-assessed' | 'reviewed' | 'decided';
  readonly assessment: SelfAssessment | null;
  /** Of the present statement: a new one must be reviewed anew. */
  readonly review: Review | null;
  /** The grade that counts: as decided, or as last revised. */
  readonly grade: Grade | null;
}

/** One unit (collective) in one period. */
export const evaluation = aggregate({
  name: 'evaluation',
  events: evaluationEvents,
  initialState: { status: 'none', assessment: null, review: null, grade: null } as Evaluation,
  evolve(state, event: EvaluationEvent): Evaluation {
    switch (event.type) {
      case selfAssessed.type:
        return { ...state, status: 'self-assessed', assessment: event.data.assessment, review: null };
      case evaluationReviewed.type:
        return { ...state, status: 'reviewed', review: event.data.review };
      case classificationDecided.type:
        return { ...state, status: 'decided', grade: event.data.grade };
      case classificationRevised.type:
        return { ...state, grade: event.data.grade };
    }
  },
});

/** A unit has one evaluation per period, whoever starts it. */
export const evaluationId = (unitId: string, period: Period): string => derivedId('evaluation', unitId, period);

/** What a review may put in the place of the unit's own figures; what it leaves out stays as stated. */
export type ReviewedFigures = Pick<Review, 'commonScore' | 'taskScore' | 'tasks' | 'conditions'>;

/** The unit's statement with the points, tasks and conditions as reviewed: what is judged. */
export function asReviewed(assessment: SelfAssessment | null, review: ReviewedFigures | null): SelfAssessment | null {
  if (!assessment || !review) return assessment;
  const { commonScore, conditions: found = [], tasks, taskScore } = review;
  const isFound = (name: ConditionName) => found.some(({ condition }) => condition === name);
  return {
    ...assessment,
    commonScore: commonScore ?? assessment.commonScore,
    taskScore: taskScore ?? assessment.taskScore,
    tasks: tasks ?? assessment.tasks,
    conditions: [...assessment.conditions.filter(({ condition }) => !isFound(condition)), ...found],
  };
}

import { aggregate, derivedId, event, shape, type EventOf } from '#kernel';
import type { GradeJudgement } from '../rule-packs/propose-grade.js';
import type { Period } from './period.js';
import type { ForcingCase, Grade, SelfAssessment } from './vocabulary.js';

/** Tự đánh giá. `judgement`: what the rule pack of the period says of this statement; null when none was in force. */
export const selfAssessed = event(
  'evaluations.SelfAssessed',
  shape<{
    evaluationId: string;
    unitId: string;
    period: Period;
    assessment: SelfAssessment;
    judgement: GradeJudgement | null;
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
  }>(),
);

/** Khiếu nại; kết luận kiểm tra. */
export const revisionCauses = ['complaint', 'inspection-finding'] as const;
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
  }>(),
);

const evaluationEvents = [selfAssessed, classificationDecided, classificationRevised] as const;
export type EvaluationEvent = EventOf<typeof evaluationEvents>;

export interface Evaluation {
  readonly status: 'none' | 'self-assessed' | 'decided';
  readonly assessment: SelfAssessment | null;
  /** The grade that counts: as decided, or as last revised. */
  readonly grade: Grade | null;
}

/** One unit in one period. */
export const evaluation = aggregate({
  name: 'evaluation',
  events: evaluationEvents,
  initialState: { status: 'none', assessment: null, grade: null } as Evaluation,
  evolve(state, event: EvaluationEvent): Evaluation {
    switch (event.type) {
      case selfAssessed.type:
        return { ...state, status: 'self-assessed', assessment: event.data.assessment };
      case classificationDecided.type:
        return { ...state, status: 'decided', grade: event.data.grade };
      case classificationRevised.type:
        return { ...state, grade: event.data.grade };
    }
  },
});

/** A unit has one evaluation per period, whoever starts it. */
export const evaluationId = (unitId: string, period: Period): string => derivedId('evaluation', unitId, period);

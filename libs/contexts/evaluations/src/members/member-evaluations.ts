import { aggregate, event, shape, type EventOf } from '#kernel';
import type { RevisionCause } from '../evaluation/evaluation.js';
import type { Period } from '../evaluation/period.js';
import type { Grade } from '../evaluation/vocabulary.js';

/** Đảng viên; người đứng đầu (bí thư). */
export const memberKinds = ['member', 'head'] as const;
export type MemberKind = (typeof memberKinds)[number];

/**
 * Xếp loại đảng viên, người đứng đầu. By id only; the system proposes nothing about a person. `previousGrade` and
 * `cause` are set when a grade is revised.
 */
export const memberClassified = event(
  'evaluations.MemberClassified',
  shape<{
    evaluationId: string;
    unitId: string;
    period: Period;
    memberId: string;
    kind: MemberKind;
    grade: Grade;
    previousGrade: Grade | null;
    cause: RevisionCause | null;
    decidedByUnitId: string;
  }>(),
);

const memberEvents = [memberClassified] as const;
export type MemberEvent = EventOf<typeof memberEvents>;

export interface MemberEvaluations {
  readonly grades: ReadonlyMap<string, { readonly kind: MemberKind; readonly grade: Grade }>;
}

/** The members of one unit in one period; its id is that of the unit's own evaluation. */
export const memberEvaluations = aggregate({
  name: 'memberevaluations',
  events: memberEvents,
  initialState: { grades: new Map() } as MemberEvaluations,
  evolve(state, event: MemberEvent): MemberEvaluations {
    const { memberId, kind, grade } = event.data;
    return { grades: new Map([...state.grades, [memberId, { kind, grade }]]) };
  },
});

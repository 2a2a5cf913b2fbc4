import type { ConditionName, Grade } from '#contexts/rule-packs/contracts';

export { conditionNames, grades, type ConditionName, type Grade } from '#contexts/rule-packs/contracts';

/** Exceptions that take the force from a forcing case: tự phát hiện và khắc phục; bất khả kháng. */
export const forcingExceptions = ['self-detected-and-remedied', 'force-majeure'] as const;
export type ForcingException = (typeof forcingExceptions)[number];

/** Tasks assigned to the unit in the period. `late` and `aboveRequirement` are among those done. */
export interface TaskFigures {
  readonly assigned: number;
  readonly done: number;
  readonly late: number;
  readonly aboveRequirement: number;
  readonly evidence: string;
}

export interface StatedCondition {
  readonly condition: ConditionName;
  readonly met: boolean;
  readonly evidence: string;
}

/** Figures that the system proposes from its records; see the query `evaluation-facts`. */
export const factNames = [
  'regular-meetings',
  'meetings-up-to-standard',
  'member-turnout',
  'cadre-attendance',
  'reports-in-time',
  'issues-settled',
  'issues-overdue',
] as const;
export type FactName = (typeof factNames)[number];

/** A proposed figure that a unit took over, as it stood then. */
export interface StatedFact {
  readonly fact: FactName;
  readonly figure: number;
  readonly outOf: number;
}

/** What a unit says of itself. Points and figures are null where the rules of the period did not ask for them. */
export interface SelfAssessment {
  /** Common criteria, 0 to 30. */
  readonly commonScore: number | null;
  /** Task results, 0 to 70. */
  readonly taskScore: number | null;
  readonly tasks: TaskFigures | null;
  readonly conditions: readonly StatedCondition[];
  /** What the points rest on; left out: not said. */
  readonly scoreEvidence?: string;
  readonly facts?: readonly StatedFact[];
  readonly grade: Grade;
}

/** A fact that makes the unit `failed` whatever its points, unless an exception is recorded with it. */
export interface ForcingCase {
  readonly description: string;
  readonly evidence: string;
  readonly exception: ForcingException | null;
  /** What proves the exception; not in cases recorded before it was asked for, nor without an exception. */
  readonly exceptionEvidence?: string;
}

/** What the advising body (cơ quan tham mưu) found and proposes: thẩm định, đề xuất. */
export interface Review {
  /** The body that reviewed: a department, or the superior itself. */
  readonly reviewedByUnitId: string;
  /** The grade that it proposes. */
  readonly grade: Grade;
  /** Points as it counts them; null: as the unit stated them. */
  readonly commonScore: number | null;
  readonly taskScore: number | null;
  /** Tasks as it counts them; left out: as the unit stated them. */
  readonly tasks?: TaskFigures;
  /** Conditions that it found otherwise than the unit stated, or that the unit was silent about. */
  readonly conditions?: readonly StatedCondition[];
  readonly forcingCases: readonly ForcingCase[];
  readonly opinion: string;
}

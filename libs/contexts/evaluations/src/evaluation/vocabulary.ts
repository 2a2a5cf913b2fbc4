/** Hoàn thành xuất sắc, hoàn thành tốt, hoàn thành, không hoàn thành nhiệm vụ. From the best to the worst. */
export const grades = ['excellent', 'good', 'completed', 'failed'] as const;
export type Grade = (typeof grades)[number];

/** What a unit states about itself besides its task figures. */
export const conditionNames = ['tasks-of-good-quality', 'nobody-disciplined', 'shortcomings-mended'] as const;
export type ConditionName = (typeof conditionNames)[number];

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

/** What a unit says of itself. Points and figures are null where the rules of the period did not ask for them. */
export interface SelfAssessment {
  /** Common criteria, 0 to 30. */
  readonly commonScore: number | null;
  /** Task results, 0 to 70. */
  readonly taskScore: number | null;
  readonly tasks: TaskFigures | null;
  readonly conditions: readonly StatedCondition[];
  readonly grade: Grade;
}

/** A fact that makes the unit `failed` whatever its points, unless an exception is recorded with it. */
export interface ForcingCase {
  readonly description: string;
  readonly evidence: string;
  readonly exception: ForcingException | null;
}

import { invalidField } from '#kernel';
import { IsLine, IsListOf, together } from '#platform';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { conditionNames, type ConditionName, type StatedCondition, type TaskFigures } from './vocabulary.js';

const most = 100_000;

export class Tasks implements TaskFigures {
  @IsInt() @Min(0) @Max(most) assigned!: number;
  @IsInt() @Min(0) @Max(most) done!: number;
  /** Of those done. */
  @IsInt() @Min(0) @Max(most) late!: number;
  /** Of those done. */
  @IsInt() @Min(0) @Max(most) aboveRequirement!: number;
  @IsLine(2000) evidence!: string;
}

export class Condition implements StatedCondition {
  @IsIn(conditionNames) condition!: ConditionName;
  @IsBoolean() met!: boolean;
  @IsLine(2000) evidence!: string;
}

/** Each condition once; may be left out. */
export const Conditions = () =>
  together(
    IsOptional(),
    IsListOf(() => Condition, { most: conditionNames.length, by: (item: Condition | null) => item?.condition }),
  );

export const conditionsOf = (conditions: readonly Condition[]): readonly StatedCondition[] =>
  conditions.map(({ condition, met, evidence }) => ({ condition, met, evidence }));

/** @throws DomainError when the figures contradict each other */
export function tasksOf({ assigned, done, late, aboveRequirement, evidence }: Tasks): TaskFigures {
  if (done > assigned) throw invalidField('tasks.done', 'is-at-most-assigned', 'More tasks done than assigned');
  if (late > done) throw invalidField('tasks.late', 'is-at-most-done', 'More tasks late than done');
  if (aboveRequirement > done) {
    throw invalidField('tasks.aboveRequirement', 'is-at-most-done', 'More tasks above requirement than done');
  }
  return { assigned, done, late, aboveRequirement, evidence };
}

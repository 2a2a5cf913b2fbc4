import type { Scenario } from '../scenario.js';
import { bodiesOf } from './bodies-of.js';

/** The grade of one unit. */
export interface GradeFigure {
  readonly unitId: string;
  readonly period: string;
  readonly grade: string;
  readonly decisionNumber: string;
}

interface Decide {
  readonly unitId: string;
  readonly period: string;
  readonly grade: string;
  readonly decision: { readonly number: string };
}

export const gradeFigures = (scenario: Scenario): readonly GradeFigure[] =>
  bodiesOf<Decide>(scenario, 'decide-classification').map(({ unitId, period, grade, decision }) => ({
    unitId,
    period,
    grade,
    decisionNumber: decision.number,
  }));

export type Distribution = Readonly<Record<'excellent' | 'good' | 'completed' | 'failed', number>>;

export function distributionOf(figures: readonly GradeFigure[]): Distribution {
  const count = (grade: string): number => figures.filter((figure) => figure.grade === grade).length;
  return { excellent: count('excellent'), good: count('good'), completed: count('completed'), failed: count('failed') };
}

import type { LocalDate } from '#kernel';
import type { Scenario } from '../scenario.js';
import { bodiesOf } from './bodies-of.js';

export interface UnitFigure {
  readonly unitId: string;
  readonly name: string;
  readonly level: string;
  readonly parentId: string;
  readonly code?: string;
  readonly effectiveAt: LocalDate;
  readonly generated?: boolean;
}

export const unitFigures = (scenario: Scenario, level?: string): readonly UnitFigure[] =>
  bodiesOf<UnitFigure>(scenario, 'register-unit').filter((unit) => level === undefined || unit.level === level);

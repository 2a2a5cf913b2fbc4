import type { Chance } from '../chance.js';
import type { Chain } from '../scenario.js';

export type Grade = 'excellent' | 'good' | 'completed' | 'failed';

/** Cells of huyện Ba Tri by grade, 2018. */
export const distributionOf2018: Readonly<Record<Grade, number>> = { excellent: 34, good: 91, completed: 4, failed: 0 };

/** The decision's number is not known: "(mẫu)" says that it is made up. */
const decision = { number: '61-QĐ/HU (mẫu)', date: '2018-12-28', issuer: 'Huyện ủy Ba Tri' } as const;

/** The grades of 129 cells. How many of each is real; which cell got which is made up. */
export const gradesOf2018 = (chance: Chance): readonly Grade[] =>
  chance.shuffled(
    Object.entries(distributionOf2018).flatMap(([grade, count]) => Array<Grade>(count).fill(grade as Grade)),
  );

/** One good cell in ten had asked for more. */
export function classification(chance: Chance, unitId: string, grade: Grade): Chain {
  const asked = grade === 'good' && chance.happens(10) ? 'excellent' : grade;
  return [
    { act: 'self-assess', body: { unitId, period: '2018', grade: asked } },
    { act: 'decide-classification', body: { unitId, period: '2018', grade, decision } },
  ];
}

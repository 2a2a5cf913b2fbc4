import type { Reader } from '#kernel';
import { evaluation, evaluationId } from '../evaluation/evaluation.js';
import type { Period } from '../evaluation/period.js';
import type { Grade } from '../evaluation/vocabulary.js';
import { unitsOf, type Campaign } from './campaign.js';

export type GradesOfUnits = ReadonlyMap<string, Grade | null>;

/** The grade that counts of each unit, null where none is decided. */
export async function readGrades(read: Reader, { groups }: Campaign, period: Period): Promise<GradesOfUnits> {
  const ids = unitsOf(groups);
  const states = await Promise.all(ids.map((id) => read.state(evaluation, evaluationId(id, period))));
  return new Map(ids.map((id, index) => [id, states[index]!.grade]));
}

export const undecidedIn = (found: GradesOfUnits): readonly string[] =>
  [...found].filter(([, grade]) => grade === null).map(([id]) => id);

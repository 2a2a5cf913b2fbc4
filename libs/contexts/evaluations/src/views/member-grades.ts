import { integer, text, uuid, view } from '#projections';
import { memberClassified } from '../members/member-evaluations.js';

/** How many members of a unit have which grade, and its head's. Counts only: no list of people. */
export const memberGrades = view({
  name: 'member_grades',
  version: 1,
  columns: {
    unitId: uuid().key(),
    period: text().key(),
    /** member, head. */
    kind: text().key(),
    excellent: integer(),
    good: integer(),
    completed: integer(),
    failed: integer(),
    revised: integer(),
  },
}).on(memberClassified, ({ data: { unitId, period, kind, grade, previousGrade } }, rows) => {
  rows.increment({ unitId, period, kind }, { [grade]: 1 });
  if (previousGrade !== null) rows.increment({ unitId, period, kind }, { [previousGrade]: -1, revised: 1 });
});

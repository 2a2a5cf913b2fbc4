import { date, integer, text, uuid, view } from '#projections';
import { lastDayOf } from '../evaluation/period.js';
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
    /** Follows from the period; in the key, because a row that counts starts from its key alone. */
    periodEnds: date().key(),
    excellent: integer(),
    good: integer(),
    completed: integer(),
    failed: integer(),
    revised: integer(),
  },
}).on(memberClassified, ({ data: { unitId, period, kind, grade, previousGrade } }, rows) => {
  const key = { unitId, period, kind, periodEnds: lastDayOf(period) };
  rows.increment(key, { [grade]: 1 });
  if (previousGrade !== null) rows.increment(key, { [previousGrade]: -1, revised: 1 });
});

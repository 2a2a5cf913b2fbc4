import { wasBelow } from '#contexts/org-units/contracts';
import { packInForceSql, type FollowingRules } from '#contexts/rule-packs/contracts';
import { PreviewParameters, type PackPreview } from '#platform';
import { sql, viewQuery } from '#projections';
import { postOnSql } from '../views/post-on.js';

type Conflict = 'own-cell' | 'too-many-units' | 'several-cadres';

interface Fact {
  readonly conflict: Conflict;
  readonly cadreId: string;
  /** The most units of the cadre, or cadres of the unit, on one day; 1 for an own cell. */
  readonly figure: number;
  readonly packRules: FollowingRules | null;
}

/** The same judgement as `assignment-conflicts` makes in SQL. Without a pack an own cell alone is one. */
function askedBy(
  rules: FollowingRules | null,
  { conflict, figure }: Fact,
): { isConflict: boolean; asked: number | null } {
  switch (conflict) {
    case 'own-cell':
      return { isConflict: rules?.mayFollowOwnCell !== true, asked: 0 };
    case 'too-many-units':
      return { isConflict: figure > (rules?.maxUnits ?? Infinity), asked: rules?.maxUnits ?? null };
    case 'several-cadres':
      return { isConflict: rules?.severalCadresPerUnit === false, asked: 1 };
  }
}

const outcomeOf = (conflict: Conflict, isConflict: boolean): string => (isConflict ? conflict : 'no-conflict');

/** Most assignments, of those that share a cadre or a unit with `h`, that held on one day with it. */
const peak = (shared: 'cadre_id' | 'unit_id') => {
  const other = shared === 'cadre_id' ? sql`o.cadre_id = h.cadre_id` : sql`o.unit_id = h.unit_id`;
  const begun = shared === 'cadre_id' ? sql`b.cadre_id = h.cadre_id` : sql`b.unit_id = h.unit_id`;
  return sql`(
        SELECT max((SELECT count(*) FROM assignment_roster o
                     WHERE ${other} AND o.starts_on <= d.day AND (o.ends_on IS NULL OR o.ends_on >= d.day)))::integer
          FROM (SELECT DISTINCT greatest(b.starts_on, h.since) AS day FROM assignment_roster b
                 WHERE ${begun} AND b.starts_on <= h.until AND (b.ends_on IS NULL OR b.ends_on >= h.since)) d)`;
};

/** Which assignments that held in these days would have conflicted with a draft; only those that one could speak of. */
export const conflictsPreview: PackPreview = {
  family: 'following',
  about: 'assignment',
  facts: viewQuery({
    name: 'assignments-to-preview',
    summary: { vi: 'Các phân công để xem thử', en: 'Assignments to judge by a draft' },
    parameters: PreviewParameters,
    columns: {
      assignmentId: { type: 'uuid', title: { vi: 'Mã phân công', en: 'Assignment id' } },
      conflict: { type: 'text', title: { vi: 'Vấn đề', en: 'Conflict' } },
      unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
      unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
      cadreId: { type: 'uuid', title: { vi: 'Mã cán bộ', en: 'Cadre id' } },
      figure: { type: 'integer', title: { vi: 'Số lượng', en: 'Found' } },
      packRules: { type: 'jsonb', title: { vi: 'Quy định khi đó', en: 'Rules of then' } },
    },
    key: ['assignmentId', 'conflict'],
    rows: ({ unitId, from, to }) => sql`
      WITH held AS (
        SELECT a.assignment_id, a.unit_id, a.cadre_id, post.unit_id AS own_unit_id, post.cell_id,
               greatest(a.starts_on, ${from}::date) AS since, least(coalesce(a.ends_on, ${to}::date), ${to}::date) AS until
          FROM assignment_roster a
          LEFT JOIN LATERAL ${postOnSql(sql`a.cadre_id`, sql`least(coalesce(a.ends_on, ${to}::date), ${to}::date)`)} post ON true
         WHERE a.starts_on <= ${to} AND (a.ends_on IS NULL OR a.ends_on >= ${from})
           AND ${wasBelow(unitId, sql`a.unit_id`, sql`least(coalesce(a.ends_on, ${to}::date), ${to}::date)`)}
      ), found AS (
        SELECT h.*, 'own-cell' AS conflict, 1 AS figure FROM held h WHERE h.unit_id IN (h.own_unit_id, h.cell_id)
        UNION ALL
        SELECT h.*, 'too-many-units', ${peak('cadre_id')} FROM held h
        UNION ALL
        SELECT h.*, 'several-cadres', ${peak('unit_id')} FROM held h
      )
      SELECT f.assignment_id, f.conflict, f.unit_id, u.name AS unit_name, f.cadre_id, f.figure, pack.rules AS pack_rules
        FROM found f
        JOIN unit_directory u USING (unit_id)
        LEFT JOIN LATERAL ${packInForceSql('following', { unit: sql`f.unit_id`, day: sql`f.until` })} AS pack ON true
       WHERE f.conflict = 'own-cell' OR f.figure > 1`,
  }),
  judge(row, rules) {
    const fact = row as unknown as Fact;
    const { cadreId, conflict, figure, packRules } = fact;
    const { asked, isConflict } = askedBy(rules as FollowingRules, fact);
    return {
      recorded: outcomeOf(conflict, askedBy(packRules, fact).isConflict),
      decided: null,
      proposed: outcomeOf(conflict, isConflict),
      reasons: isConflict ? [{ rule: conflict, outcome: 'not-satisfied', cadreId, figure, asked }] : [],
    };
  },
};

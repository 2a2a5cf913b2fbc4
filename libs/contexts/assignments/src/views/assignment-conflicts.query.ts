import { nameOn, wasBelow } from '#contexts/org-units/contracts';
import { packInForceSql } from '#contexts/rule-packs/contracts';
import type { LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { empty, sql, viewQuery, type Sql } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { postOnSql } from './post-on.js';

/**
 * `own-cell`: the cadre follows the cell or unit that is their own. `inspects-too`: the cadre also inspects the unit
 * followed. `too-many-units`, `several-cadres`: more than the pack in force allows. `retired`: the cadre serves no more.
 */
export const conflictKinds = ['own-cell', 'inspects-too', 'too-many-units', 'several-cadres', 'retired'] as const;

class AssignmentConflictsParameters {
  /** Only this unit and those below it, by the tree of that day. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() cadreId?: string;
  @IsOptional() @IsIn(conflictKinds) kind?: (typeof conflictKinds)[number];
  /** Assignments that hold on this day; today when left out. */
  @IsOptional() @IsDay() on?: LocalDate;
}

/**
 * Shown, never refused: whoever decides may have a reason. A cadre may follow their own cell only where the pack in force
 * says so (Kon Tum: must get another); numbers are judged only where it names them. Own cells are those of that day.
 */
export const assignmentConflictsQuery = viewQuery({
  name: 'assignment-conflicts',
  summary: { vi: 'Phân công cần xem xét lại', en: 'Assignments to look at again' },
  parameters: AssignmentConflictsParameters,
  columns: {
    kind: { type: 'text', title: { vi: 'Vấn đề', en: 'Conflict' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    cadreId: { type: 'uuid', title: { vi: 'Mã cán bộ', en: 'Cadre id' } },
    cadreName: { type: 'text', title: { vi: 'Cán bộ', en: 'Cadre' } },
    assignmentId: { type: 'uuid', title: { vi: 'Mã phân công', en: 'Assignment id' } },
    startsOn: { type: 'date', title: { vi: 'Từ ngày', en: 'From' } },
    endsOn: { type: 'date', title: { vi: 'Đến hết ngày', en: 'Last day' } },
    count: { type: 'integer', title: { vi: 'Số lượng', en: 'Found' } },
    allowed: { type: 'integer', title: { vi: 'Được phép', en: 'Allowed' } },
    pack: { type: 'text', title: { vi: 'Theo quy định', en: 'Rule pack' } },
    inspectionId: { type: 'uuid', title: { vi: 'Mã cuộc kiểm tra', en: 'Inspection id' } },
  },
  key: ['kind', 'unitId', 'assignmentId'],
  totals: {
    conflicts: sql`count(*)::integer`,
    cadres: sql`count(DISTINCT cadre_id)::integer`,
    units: sql`count(DISTINCT unit_id)::integer`,
  },
  rows: ({ unitId, cadreId, kind, on }, { today }) => {
    const day = sql`${on ?? today}::date`;
    return sql`
    WITH held AS (
      SELECT a.assignment_id, a.unit_id, a.cadre_id, a.starts_on, a.ends_on, post.unit_id AS own_unit_id, post.cell_id,
             c.full_name AS cadre_name, c.retired_on,
             count(*) OVER (PARTITION BY a.cadre_id)::integer AS units_of_cadre,
             count(*) OVER (PARTITION BY a.unit_id)::integer AS cadres_of_unit
        FROM assignment_roster a
        JOIN cadre_directory c USING (cadre_id)
        LEFT JOIN LATERAL ${postOnSql(sql`a.cadre_id`, day)} post ON true
       WHERE a.starts_on <= ${day} AND (a.ends_on IS NULL OR a.ends_on >= ${day})
    ), flagged AS (${found(day)})
    SELECT f.kind, f.unit_id, ${nameOn(sql`f.unit_id`, day)} AS unit_name, f.cadre_id, f.cadre_name, f.assignment_id, f.starts_on, f.ends_on,
           f.count, f.allowed, f.pack, f.inspection_id
      FROM flagged f
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`f.unit_id`, day)}` : empty}
       ${cadreId ? sql`AND f.cadre_id = ${cadreId}` : empty}
       ${kind ? sql`AND f.kind = ${kind}` : empty}`;
  },
});

/** Packs are looked up for the few assignments that one could speak of. */
function found(day: Sql): Sql {
  const pack = packInForceSql('following', { unit: sql`held.unit_id`, day });
  return sql`
      SELECT 'own-cell' AS kind, held.*, NULL::integer AS count, NULL::integer AS allowed, pack.name AS pack,
             NULL::uuid AS inspection_id
        FROM held LEFT JOIN LATERAL ${pack} AS pack ON true
       WHERE held.unit_id IN (held.own_unit_id, held.cell_id)
         AND coalesce((pack.rules ->> 'mayFollowOwnCell')::boolean, false) = false
      UNION ALL
      SELECT 'inspects-too', held.*, NULL, NULL, NULL, i.inspection_id
        FROM held
       CROSS JOIN LATERAL (
             SELECT t.inspection_id FROM inspection_teams t
              WHERE t.cadre_id = held.cadre_id AND t.unit_id = held.unit_id AND t.starts_on <= ${day}
                AND (held.ends_on IS NULL OR t.starts_on <= held.ends_on)
                AND (t.ends_on IS NULL OR t.ends_on >= held.starts_on)
              ORDER BY t.starts_on DESC, t.inspection_id LIMIT 1) i
      UNION ALL
      SELECT 'too-many-units', held.*, held.units_of_cadre, (pack.rules ->> 'maxUnits')::integer, pack.name, NULL
        FROM held JOIN LATERAL ${pack} AS pack ON true
       WHERE held.units_of_cadre > 1 AND held.units_of_cadre > (pack.rules ->> 'maxUnits')::integer
      UNION ALL
      SELECT 'several-cadres', held.*, held.cadres_of_unit, 1, pack.name, NULL
        FROM held JOIN LATERAL ${pack} AS pack ON true
       WHERE held.cadres_of_unit > 1 AND NOT (pack.rules ->> 'severalCadresPerUnit')::boolean
      UNION ALL
      SELECT 'retired', held.*, NULL, NULL, NULL, NULL
        FROM held
       WHERE held.retired_on <= ${day}`;
}

import { wasBelow } from '#contexts/org-units/contracts';
import { packInForceSql } from '#contexts/rule-packs/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';

export class MinimumAttendanceParameters {
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() cadreId?: string;
  /** This year when left out. */
  @IsOptional() @Matches(/^\d{4}$/, { message: '$property must be a year, YYYY' }) year?: string;
  /** `short`: only cadres below the minimum so far. */
  @IsOptional() @IsIn(['short']) show?: 'short';
}

/** Attendances asked per year, whatever span the pack counts them by. */
const perYear = sql`CASE m.rule ->> 'per' WHEN 'month' THEN 12 WHEN 'quarter' THEN 4 WHEN 'half-year' THEN 2 ELSE 1 END`;

/**
 * A warning, no decision: how often each cadre attended each unit followed in a year, against the minimum of the pack in
 * force for the unit at the end of the year (Kon Tum: 2 for a province's cadre, 6 for a district's, 6 for a commune's).
 * A cadre who followed the unit for a part of the year is asked for that part of the minimum, months begun counting,
 * rounded down. Units without such a rule are left out. What was attended elsewhere does not count here.
 */
export const minimumAttendanceQuery = viewQuery({
  name: 'minimum-attendance',
  summary: { vi: 'Cán bộ dự sinh hoạt so với mức tối thiểu', en: 'Attendances of each cadre against the minimum' },
  parameters: MinimumAttendanceParameters,
  columns: {
    year: { type: 'text', title: { vi: 'Năm', en: 'Year' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    cadreId: { type: 'uuid', title: { vi: 'Mã cán bộ', en: 'Cadre id' } },
    cadreName: { type: 'text', title: { vi: 'Cán bộ', en: 'Cadre' } },
    cadreLevel: { type: 'text', title: { vi: 'Cấp của cán bộ', en: "Cadre's level" } },
    months: { type: 'integer', title: { vi: 'Số tháng theo dõi', en: 'Months followed' } },
    attended: { type: 'integer', title: { vi: 'Số cuộc đã dự', en: 'Attended' } },
    minimum: { type: 'integer', title: { vi: 'Tối thiểu', en: 'Minimum' } },
    short: { type: 'integer', title: { vi: 'Còn thiếu', en: 'Short of it' } },
    pack: { type: 'text', title: { vi: 'Theo quy định', en: 'Rule pack' } },
  },
  key: ['unitId', 'cadreId'],
  totals: {
    cadres: sql`count(DISTINCT cadre_id)`,
    belowMinimum: sql`count(*) FILTER (WHERE short > 0)`,
    attended: sql`coalesce(sum(attended), 0)`,
  },
  rows: ({ unitId, cadreId, year, show }, { today }) => {
    const asked = year ?? today.slice(0, 4);
    const begins = sql`${`${asked}-01-01`}::date`;
    const ends = sql`${`${asked}-12-31`}::date`;
    return sql`
    WITH followed AS (
      SELECT a.unit_id, a.cadre_id, min(split_part(a.tier, '-', 1)) AS cadre_level, count(DISTINCT month)::integer AS months
        FROM assignment_roster a
       CROSS JOIN LATERAL generate_series(
               date_trunc('month', greatest(a.starts_on, ${begins})::timestamp),
               least(coalesce(a.ends_on, ${ends}), ${ends})::timestamp, interval '1 month') AS month
       WHERE a.starts_on <= ${ends} AND (a.ends_on IS NULL OR a.ends_on >= ${begins})
         ${cadreId ? sql`AND a.cadre_id = ${cadreId}` : empty}
         ${unitId ? sql`AND ${wasBelow(unitId, sql`a.unit_id`, sql`least(coalesce(a.ends_on, ${ends}), ${ends})`)}` : empty}
       GROUP BY a.unit_id, a.cadre_id
    ), judged AS (
      SELECT f.*, u.name AS unit_name, pack.name AS pack, ((m.rule ->> 'times')::integer * ${perYear} * f.months) / 12 AS minimum,
             (SELECT coalesce(sum(r.attended), 0)::integer FROM attendance_rate r
               WHERE r.unit_id = f.unit_id AND r.cadre_id = f.cadre_id
                 AND r.month BETWEEN ${`${asked}-01`} AND ${`${asked}-12`}) AS attended
        FROM followed f
        JOIN unit_directory u USING (unit_id)
       CROSS JOIN LATERAL ${packInForceSql('following', { unit: sql`u.unit_id`, day: sql`least(coalesce(u.closed_on, ${ends}), ${ends})` })} AS pack
       CROSS JOIN LATERAL (
         SELECT rule FROM jsonb_array_elements(pack.rules -> 'minimumAttendances') AS rule
          WHERE rule ->> 'cadreLevel' = f.cadre_level OR rule ->> 'cadreLevel' IS NULL
          ORDER BY rule ->> 'cadreLevel' NULLS LAST LIMIT 1) m
    )
    SELECT ${asked}::text AS year, j.unit_id, j.unit_name, j.cadre_id, c.full_name AS cadre_name, j.cadre_level, j.months,
           j.attended, j.minimum, greatest(j.minimum - j.attended, 0) AS short, j.pack
      FROM judged j
      LEFT JOIN cadre_directory c USING (cadre_id)
     WHERE true
       ${show === 'short' ? sql`AND j.attended < j.minimum` : empty}`;
  },
});

import { wasBelow } from '#contexts/org-units/contracts';
import { ofLevel, packInForceSql, spansPerYear, type FollowingRules } from '#contexts/rule-packs/contracts';
import { PreviewParameters, type PackPreview } from '#platform';
import { sql, viewQuery } from '#projections';

interface Fact {
  readonly cadreLevel: string;
  readonly months: number;
  readonly attended: number;
  readonly packRules: FollowingRules | null;
}

/**
 * Attendances asked of a cadre who followed a unit for some months of a year: that part of the year's minimum, rounded
 * down, as in `minimum-attendance`. Undefined: the rules ask for none.
 */
function minimumOf(rules: FollowingRules, { cadreLevel, months }: Fact): number | undefined {
  const rule = ofLevel(rules.minimumAttendances, cadreLevel);
  return rule && Math.floor((rule.times * spansPerYear[rule.per] * months) / 12);
}

const outcomeOf = (attended: number, minimum: number | undefined): string | null => {
  if (minimum === undefined) return null;
  return attended < minimum ? 'below-minimum' : 'reached';
};

/** Which cadres a draft would have found below the minimum, by year and unit followed, in the days that are over. */
export const minimumAttendancePreview: PackPreview = {
  family: 'following',
  about: 'attendance',
  facts: viewQuery({
    name: 'attendances-to-preview',
    summary: { vi: 'Số lần dự sinh hoạt để xem thử', en: 'Attendances to judge by a draft' },
    parameters: PreviewParameters,
    columns: {
      year: { type: 'text', title: { vi: 'Năm', en: 'Year' } },
      unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
      unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
      cadreId: { type: 'uuid', title: { vi: 'Mã cán bộ', en: 'Cadre id' } },
      cadreLevel: { type: 'text', title: { vi: 'Cấp của cán bộ', en: "Cadre's level" } },
      months: { type: 'integer', title: { vi: 'Số tháng theo dõi', en: 'Months followed' } },
      attended: { type: 'integer', title: { vi: 'Số cuộc đã dự', en: 'Attended' } },
      packRules: { type: 'jsonb', title: { vi: 'Quy định khi đó', en: 'Rules of then' } },
    },
    key: ['year', 'unitId', 'cadreId'],
    rows: ({ unitId, from, to }, { today }) => sql`
      WITH years AS (
        SELECT y::text AS year, greatest(make_date(y, 1, 1), ${from}::date) AS begins,
               least(make_date(y, 12, 31), ${to}::date, ${today}::date) AS ends
          FROM generate_series(${from.slice(0, 4)}::integer, ${to.slice(0, 4)}::integer) AS y
      ), followed AS (
        SELECT years.year, years.begins, years.ends, a.unit_id, a.cadre_id,
               min(split_part(a.tier, '-', 1)) AS cadre_level, count(DISTINCT month)::integer AS months
          FROM years
          JOIN assignment_roster a ON a.starts_on <= years.ends AND (a.ends_on IS NULL OR a.ends_on >= years.begins)
         CROSS JOIN LATERAL generate_series(
                 date_trunc('month', greatest(a.starts_on, years.begins)::timestamp),
                 least(coalesce(a.ends_on, years.ends), years.ends)::timestamp, interval '1 month') AS month
         WHERE ${wasBelow(unitId, sql`a.unit_id`, sql`least(coalesce(a.ends_on, years.ends), years.ends)`)}
         GROUP BY years.year, years.begins, years.ends, a.unit_id, a.cadre_id
      )
      SELECT f.year, f.unit_id, u.name AS unit_name, f.cadre_id, f.cadre_level, f.months,
             (SELECT coalesce(sum(r.attended), 0)::integer FROM attendance_rate r
               WHERE r.unit_id = f.unit_id AND r.cadre_id = f.cadre_id
                 AND r.month BETWEEN to_char(f.begins, 'YYYY-MM') AND to_char(f.ends, 'YYYY-MM')) AS attended,
             pack.rules AS pack_rules
        FROM followed f
        JOIN unit_directory u USING (unit_id)
        LEFT JOIN LATERAL ${packInForceSql('following', {
          unit: sql`f.unit_id`,
          day: sql`least(coalesce(u.closed_on, f.ends), f.ends)`,
        })} AS pack ON true`,
  }),
  judge(row, rules) {
    const fact = row as unknown as Fact;
    const { attended, packRules } = fact;
    const asked = minimumOf(rules as FollowingRules, fact);
    const recorded = packRules && outcomeOf(attended, minimumOf(packRules, fact));
    const proposed = outcomeOf(attended, asked);
    const reason = { rule: 'minimumAttendances', outcome: 'not-satisfied', figure: attended, asked: asked ?? null };
    return { recorded, decided: null, proposed, reasons: proposed === 'below-minimum' ? [reason] : [] };
  },
};

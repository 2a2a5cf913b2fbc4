import { allPacks, packInForceSql } from '#contexts/rule-packs/contracts';
import { empty, sql, type Sql } from '#projections';

/**
 * Grades of all units of a level anywhere below each superior, per period: period, period_begins, period_ends, unit_id
 * (the superior), level, units, evaluated, excellent, good, completed, failed, undecided. A superior at any height has a
 * row; rows of superiors within each other overlap. Units stand where they stand in the tree now.
 */
export const gradedBelow = (period: string | undefined): Sql => sql`(
  WITH span AS (
    SELECT DISTINCT e.period, e.period_begins, e.period_ends, u.level
      FROM cell_classifications e
      JOIN unit_directory u USING (unit_id)
     ${period ? sql`WHERE e.period = ${period}` : empty}
  )
  SELECT span.period, span.period_begins, span.period_ends, superior.unit_id, span.level,
         count(*) AS units,
         count(e.unit_id) AS evaluated,
         count(*) FILTER (WHERE e.grade = 'excellent') AS excellent,
         count(*) FILTER (WHERE e.grade = 'good') AS good,
         count(*) FILTER (WHERE e.grade = 'completed') AS completed,
         count(*) FILTER (WHERE e.grade = 'failed') AS failed,
         count(*) FILTER (WHERE e.grade IS NULL) AS undecided
    FROM span
    JOIN unit_directory u ON u.level = span.level
     AND u.opened_on <= span.period_ends
     AND (u.closed_on IS NULL OR u.closed_on >= span.period_begins)
   CROSS JOIN LATERAL unnest(string_to_array(trim(BOTH '/' FROM u.path), '/')::uuid[]) AS superior(unit_id)
    LEFT JOIN cell_classifications e ON e.unit_id = u.unit_id AND e.period = span.period
   WHERE superior.unit_id <> u.unit_id
   GROUP BY span.period, span.period_begins, span.period_ends, superior.unit_id, span.level
)`;

/**
 * The cap on `excellent` for a row `g` of counts: columns name, version, percent, grouping, allowed (null: no cap is
 * known). `pack` is a subquery for rows of `allPacks`, one or none.
 */
export const capSql = (pack: Sql): Sql => sql`(
  SELECT chosen.name, chosen.version, cap.percent, cap.grouping,
         (CASE cap.rounding WHEN 'up' THEN ceil(share.units) WHEN 'nearest' THEN round(share.units) ELSE floor(share.units)
          END)::integer AS allowed
    FROM ${pack} AS chosen
    LEFT JOIN LATERAL jsonb_to_record(nullif(chosen.rules -> 'excellentCap', 'null'::jsonb))
           AS cap(percent numeric, "of" text[], rounding text, grouping text) ON true
   CROSS JOIN LATERAL (
     SELECT cap.percent * (
              CASE WHEN 'excellent' = ANY (cap.of) THEN g.excellent ELSE 0 END
            + CASE WHEN 'good' = ANY (cap.of) THEN g.good ELSE 0 END
            + CASE WHEN 'completed' = ANY (cap.of) THEN g.completed ELSE 0 END
            + CASE WHEN 'failed' = ANY (cap.of) THEN g.failed ELSE 0 END) / 100 AS units) AS share
)`;

/** The pack in force for `g.unit_id` at the end of the period, or the highest version of a pack by its name. */
export const capPackSql = (name: string | undefined): Sql =>
  name === undefined
    ? packInForceSql('evaluation', { unit: sql`g.unit_id`, day: sql`g.period_ends` })
    : sql`(SELECT * FROM ${allPacks('evaluation')} AS named WHERE named.name = ${name} ORDER BY version DESC LIMIT 1)`;

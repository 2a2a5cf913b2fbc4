import { directlyAbove, superiorsOn } from '#contexts/org-units/contracts';
import { allPacks, packInForceSql } from '#contexts/rule-packs/contracts';
import { empty, sql, type Sql } from '#projections';
import { grades } from '../evaluation/vocabulary.js';

/** Which part of the counts is asked for; what is left out counts for all. */
interface Part {
  readonly periods?: readonly string[] | undefined;
  /** Condition on a superior and the last day of a period; it must hold of whatever stood below the superior, too. */
  readonly superiors?: ((unit: Sql, day: Sql) => Sql) | undefined;
}

/**
 * Counts of the units of a level that was evaluated in a period, if they existed at its end or were evaluated for it (one
 * that ended before, with no evaluation, waits for no grade), for those that stood directly below the same: period, period_begins, day (the last), level, above_ids, and the counts of `gradedBelow`. Whole
 * communes are rolled up from here, not their cells one by one.
 */
const graded = ({ periods, superiors }: Part): Sql => sql`
  SELECT span.period, span.period_begins, span.day, span.level, above.above_ids,
         count(*) AS units,
         count(e.unit_id) AS evaluated,
         count(*) FILTER (WHERE e.grade = 'excellent') AS excellent,
         count(*) FILTER (WHERE e.grade = 'good') AS good,
         count(*) FILTER (WHERE e.grade = 'completed') AS completed,
         count(*) FILTER (WHERE e.grade = 'failed') AS failed,
         count(*) FILTER (WHERE e.grade IS NULL) AS undecided,
         count(*) FILTER (WHERE ${rank(sql`e.grade`)} < ${rank(sql`before.grade`)}) AS better,
         count(*) FILTER (WHERE ${rank(sql`e.grade`)} > ${rank(sql`before.grade`)}) AS worse
    FROM (SELECT DISTINCT e.period, e.period_begins, e.period_ends AS day, u.level
            FROM cell_classifications e
            JOIN unit_directory u USING (unit_id)
           ${periods ? sql`WHERE e.period = ANY (${periods})` : empty}) span
    JOIN unit_directory u ON u.level = span.level
     AND u.opened_on <= span.day
     AND (u.closed_on IS NULL OR u.closed_on >= span.period_begins)
   CROSS JOIN LATERAL (
         SELECT ARRAY(SELECT unit_id FROM ${directlyAbove(sql`u.unit_id`, sql`span.day`)} d ORDER BY 1) AS above_ids) above
    LEFT JOIN cell_classifications e ON e.unit_id = u.unit_id AND e.period = span.period
    LEFT JOIN cell_classifications before ON before.unit_id = u.unit_id AND before.period = ${yearBefore(sql`span.period`)}
   WHERE (u.closed_on IS NULL OR u.closed_on >= span.day OR e.unit_id IS NOT NULL)
     AND ${superiors?.(sql`u.unit_id`, sql`span.day`) ?? sql`true`}
   GROUP BY span.period, span.period_begins, span.day, span.level, above.above_ids`;

/**
 * Grades of all units of a level anywhere below each superior, per period: period, period_begins, period_ends, unit_id
 * (the superior), level, units, evaluated, excellent, good, completed, failed, undecided, and how many were graded better
 * and worse than in the year before. A superior at any height has a row; rows of superiors within each other overlap.
 * By the tree of the period's last day, and with what passed whole into a superior: see `superiorsOn`.
 */
export const gradedBelow = (part: Part): Sql => sql`(
  WITH graded AS MATERIALIZED (${graded(part)}),
  superior AS (
    SELECT DISTINCT direct.above_ids, direct.day, s.superior_id
      FROM (SELECT DISTINCT g.above_ids, g.day, unnest(g.above_ids) AS unit_id FROM graded g) direct
      JOIN ${superiorsOn(sql`(SELECT DISTINCT unnest(g.above_ids) AS unit_id, g.day FROM graded g)`)} AS s USING (unit_id, day)
     WHERE ${part.superiors?.(sql`s.superior_id`, sql`s.day`) ?? sql`true`}
  )
  SELECT g.period, g.period_begins, g.day AS period_ends, s.superior_id AS unit_id, g.level,
         sum(g.units) AS units, sum(g.evaluated) AS evaluated,
         sum(g.excellent) AS excellent, sum(g.good) AS good, sum(g.completed) AS completed, sum(g.failed) AS failed,
         sum(g.undecided) AS undecided, sum(g.better) AS better, sum(g.worse) AS worse
    FROM graded g
    JOIN superior s USING (above_ids, day)
   GROUP BY g.period, g.period_begins, g.day, s.superior_id, g.level
)`;

/** 1 is the best; null: not graded. */
const rank = (grade: Sql): Sql => sql`array_position(${[...grades]}::text[], ${grade})`;

/** The year before a year; null for a quarter or a term. */
export const yearBefore = (period: Sql): Sql =>
  sql`CASE WHEN ${period} ~ '^[0-9]{4}$' THEN (${period}::integer - 1)::text END`;

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

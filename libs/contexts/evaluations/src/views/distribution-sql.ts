import { superiorsOn } from '#contexts/org-units/contracts';
import { allPacks, packInForceSql } from '#contexts/rule-packs/contracts';
import { empty, sql, type Sql } from '#projections';
import { grades } from '../evaluation/vocabulary.js';

/** Which part of the counts is asked for; what is left out counts for all. */
interface Part {
  readonly periods?: readonly string[] | undefined;
  /** Condition on a superior and the last day of a period; it must hold of whatever stood below the superior, too. */
  readonly superiors?: ((unit: Sql, day: Sql) => Sql) | undefined;
}

/** Every unit of a level that was evaluated in a period, if it existed in it: period, period_begins, day (the last), level, unit_id. */
const candidates = ({ periods, superiors }: Part): Sql => sql`
  SELECT span.period, span.period_begins, span.period_ends AS day, span.level, u.unit_id
    FROM (SELECT DISTINCT e.period, e.period_begins, e.period_ends, u.level
            FROM cell_classifications e
            JOIN unit_directory u USING (unit_id)
           ${periods ? sql`WHERE e.period = ANY (${periods})` : empty}) span
    JOIN unit_directory u ON u.level = span.level
     AND u.opened_on <= span.period_ends
     AND (u.closed_on IS NULL OR u.closed_on >= span.period_begins)
   WHERE ${superiors?.(sql`u.unit_id`, sql`span.period_ends`) ?? sql`true`}`;

/**
 * Grades of all units of a level anywhere below each superior, per period: period, period_begins, period_ends, unit_id
 * (the superior), level, units, evaluated, excellent, good, completed, failed, undecided, and how many were graded better
 * and worse than in the year before. A superior at any height has a row; rows of superiors within each other overlap.
 * By the tree of the period's last day, and with what passed whole into a superior: see `superiorsOn`.
 */
export const gradedBelow = (part: Part): Sql => sql`(
  WITH candidate AS MATERIALIZED (${candidates(part)})
  SELECT c.period, c.period_begins, c.day AS period_ends, s.superior_id AS unit_id, c.level,
         count(*) AS units,
         count(e.unit_id) AS evaluated,
         count(*) FILTER (WHERE e.grade = 'excellent') AS excellent,
         count(*) FILTER (WHERE e.grade = 'good') AS good,
         count(*) FILTER (WHERE e.grade = 'completed') AS completed,
         count(*) FILTER (WHERE e.grade = 'failed') AS failed,
         count(*) FILTER (WHERE e.grade IS NULL) AS undecided,
         count(*) FILTER (WHERE ${rank(sql`e.grade`)} < ${rank(sql`before.grade`)}) AS better,
         count(*) FILTER (WHERE ${rank(sql`e.grade`)} > ${rank(sql`before.grade`)}) AS worse
    FROM candidate c
    JOIN ${superiorsOn(sql`candidate`)} AS s ON s.unit_id = c.unit_id AND s.day = c.day AND s.superior_id <> c.unit_id
    LEFT JOIN cell_classifications e ON e.unit_id = c.unit_id AND e.period = c.period
    LEFT JOIN cell_classifications before ON before.unit_id = c.unit_id AND before.period = ${yearBefore(sql`c.period`)}
   WHERE ${part.superiors?.(sql`s.superior_id`, sql`c.day`) ?? sql`true`}
   GROUP BY c.period, c.period_begins, c.day, s.superior_id, c.level
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

import { rootUnitId } from '#kernel';
import { sql, type Sql } from '#projections';

/**
 * Condition for dated facts: on `day` the unit was this unit or stood below it, by the tree of that day. Units that
 * passed whole into it (see `keeperOf`) count as below it for all their days: so the figures of a merged commune are
 * found under the old name and under the new one, and those of a cell that moved count where it stood.
 *
 *     wasBelow(unitId, sql`t.unit_id`, sql`t.held_on`)
 *
 * @param unit SQL expression of type uuid
 * @param day SQL expression of type date
 */
export const wasBelow = (unitId: string, unit: Sql, day: Sql): Sql =>
  unitId === rootUnitId
    ? sql`true`
    : sql`EXISTS (
        SELECT 1
          FROM (WITH RECURSIVE below AS (
                    SELECT ${unitId}::uuid AS unit_id, '-infinity'::date AS since, 'infinity'::date AS until
                  UNION
                    SELECT next.unit_id, greatest(next.since, below.since), least(next.until, below.until)
                      FROM below
                     CROSS JOIN LATERAL (
                           SELECT p.unit_id, p.since, coalesce(p.until, 'infinity') AS until
                             FROM unit_places p WHERE p.parent_id = below.unit_id
                           UNION ALL
                           SELECT d.unit_id, '-infinity', 'infinity'
                             FROM unit_directory d WHERE d.above_id = below.unit_id AND d.parent_id <> d.above_id
                           ) next
                     WHERE next.since < below.until AND next.until > below.since
                ) SELECT * FROM below) stood
         WHERE stood.unit_id = ${unit} AND stood.since <= ${day} AND stood.until > ${day})`;

/**
 * Condition: the unit was this unit, or stood below it on any day, or below what stood there on another. Wider than
 * `wasBelow`; narrows what figures of several days are made of, before the trees of these days are asked.
 *
 * @param unit SQL expression of type uuid
 */
export const everBelow = (unitId: string, unit: Sql): Sql =>
  unitId === rootUnitId
    ? sql`true`
    : sql`${unit} IN (
        WITH RECURSIVE ever AS (
            SELECT ${unitId}::uuid AS unit_id
          UNION
            SELECT next.unit_id
              FROM ever
             CROSS JOIN LATERAL (
                   SELECT p.unit_id FROM unit_places p WHERE p.parent_id = ever.unit_id
                   UNION ALL
                   SELECT d.unit_id FROM unit_directory d WHERE d.above_id = ever.unit_id
                   ) next
        ) SELECT unit_id FROM ever)`;

/**
 * Subquery: the units directly above a unit on a day, as rows `unit_id`; the root is none. More than one when the unit has
 * passed whole into another.
 */
export const directlyAbove = (unit: Sql, day: Sql): Sql => sql`(
  SELECT p.parent_id AS unit_id FROM unit_places p
   WHERE p.unit_id = ${unit} AND p.since <= ${day} AND (p.until IS NULL OR p.until > ${day})
     AND p.parent_id <> ${rootUnitId}
  UNION ALL
  SELECT d.above_id FROM unit_directory d
   WHERE d.unit_id = ${unit} AND d.above_id <> d.parent_id AND d.above_id <> ${rootUnitId})`;

/**
 * For roll-ups of dated facts: which units each unit stood below on a day, as rows `unit_id`, `day`, `superior_id`; the
 * unit itself is one of them, the root is none. The same tree as `wasBelow` asks, so that a list and its counts agree.
 *
 *     superiorsOn(sql`(SELECT unit_id, raised_on AS day FROM support_register)`)
 *
 * @param facts subquery with columns unit_id (uuid) and day (date); rows may repeat
 */
export const superiorsOn = (facts: Sql): Sql => sql`(
  WITH RECURSIVE above AS (
      SELECT f.unit_id, f.day, f.unit_id AS superior_id FROM ${facts} f
    UNION
      SELECT above.unit_id, above.day, next.unit_id
        FROM above CROSS JOIN LATERAL ${directlyAbove(sql`above.superior_id`, sql`above.day`)} next
  ) SELECT * FROM above)`;

/**
 * For roll-ups of many facts: for each fact the first day since which its unit has stood below the same units as on the
 * day of the fact, as rows of the facts with `tree_day`. The tree changes on few days, so that counts by unit and
 * `tree_day` are far fewer than the facts; the superiors of a `tree_day` are those of the day of the fact.
 *
 * It is the latest of: the unit's own first day, the first day of any unit that has others below it, the day of any move.
 *
 * @param facts subquery with columns unit_id (uuid), day (date) and any others
 */
export const withTreeDay = (facts: Sql): Sql => sql`(
  WITH fact AS MATERIALIZED (SELECT * FROM ${facts} f),
  change AS (
      SELECT until AS on_day FROM unit_places WHERE until IS NOT NULL
    UNION
      SELECT since FROM unit_places WHERE unit_id IN (SELECT parent_id FROM unit_places)
  ), tree AS MATERIALIZED (
      SELECT day, max(change_day) OVER (ORDER BY day) AS since
        FROM (SELECT DISTINCT day, NULL::date AS change_day FROM fact
              UNION ALL SELECT on_day, on_day FROM change) days
  )
  SELECT fact.*,
         CASE WHEN u.opened_on <= fact.day THEN greatest(u.opened_on, tree.since) ELSE fact.day END AS tree_day
    FROM fact
    JOIN unit_directory u USING (unit_id)
    JOIN (SELECT DISTINCT ON (day) day, since FROM tree ORDER BY day, since DESC NULLS LAST) tree USING (day))`;

/**
 * For roll-ups of many facts: each row with `above_ids`, the units directly above its unit on its day (see
 * `directlyAbove`; the root stands for none), so that what stood below the same is added before it is rolled up.
 *
 * @param facts subquery with columns unit_id (uuid), day (date) and any others
 */
export const withAbove = (facts: Sql): Sql => sql`(
  SELECT f.*, ARRAY[coalesce(p.parent_id, ${rootUnitId}),
                    CASE WHEN u.above_id <> u.parent_id THEN u.above_id ELSE ${rootUnitId} END] AS above_ids
    FROM ${facts} f
    JOIN unit_directory u USING (unit_id)
    LEFT JOIN unit_places p
           ON p.unit_id = f.unit_id AND p.since <= f.day AND (p.until IS NULL OR p.until > f.day))`;

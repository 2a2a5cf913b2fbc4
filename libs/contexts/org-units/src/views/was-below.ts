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

import { sql, type Sql } from '#projections';

/** Subquery: the post that a cadre held on a day, as one row `unit_id`, `cell_id`, `position`. For a lateral join. */
export const postOnSql = (cadre: Sql, day: Sql): Sql => sql`(
  SELECT p.unit_id, p.cell_id, p.position FROM cadre_posts p
   WHERE p.cadre_id = ${cadre} AND p.since <= ${day} ORDER BY p.since DESC LIMIT 1)`;

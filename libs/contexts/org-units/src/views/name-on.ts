import { sql, type Sql } from '#projections';

/**
 * Expression: the name that a unit bore on a day; before its first day the first one. A list of a past day shows the
 * names of then.
 */
export const nameOn = (unit: Sql, day: Sql): Sql => sql`(
  SELECT n.name FROM unit_names n
   WHERE n.unit_id = ${unit}
   ORDER BY n.since <= ${day} DESC, CASE WHEN n.since <= ${day} THEN n.since END DESC, n.since
   LIMIT 1)`;

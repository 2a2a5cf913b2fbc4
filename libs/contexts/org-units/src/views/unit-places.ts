import { date, uuid, view } from '#projections';
import { unitMoved, unitRegistered } from '../unit/unit.js';

/** `until` of each row of the touched units: the first day of their next place. A move entered late falls in between. */
const untilSql = `
  UPDATE {table} t SET until = next.until
    FROM (SELECT unit_id, since, lead(since) OVER (PARTITION BY unit_id ORDER BY since) AS until
            FROM {table}
           WHERE $1::jsonb IS NULL
              OR unit_id = ANY (ARRAY(SELECT (key ->> 'unit_id')::uuid FROM jsonb_array_elements($1::jsonb) key))) next
   WHERE next.unit_id = t.unit_id AND next.since = t.since AND t.until IS DISTINCT FROM next.until`;

/**
 * Below which parent a unit stood, from which day, and until which (exclusive; null: to this day or to its end). With it
 * the tree of any day can be told.
 */
export const unitPlaces = view({
  name: 'unit_places',
  version: 1,
  columns: { unitId: uuid().key(), since: date().key(), parentId: uuid() },
  indexes: [['parentId']],
  derive: { columns: { until: 'date' }, dependsOn: ['parentId'], sql: untilSql },
})
  .on(unitRegistered, ({ data: { unitId, openedOn, parentId } }, rows) => {
    rows.upsert({ unitId, since: openedOn, parentId });
  })
  .on(unitMoved, ({ data: { unitId, on, parentId } }, rows) => {
    rows.upsert({ unitId, since: on, parentId });
  });

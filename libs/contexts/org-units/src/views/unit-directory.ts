import { rootUnitId, searchText } from '#kernel';
import { boolean, date, text, uuid, view } from '#projections';
import { keeperOf, unitClosed, unitMoved, unitRegistered, unitRenamed } from '../unit/unit.js';

/**
 * `/<root>/<…>/<unit>/` for each touched unit and all below it. Up: from a touched unit along its parents, whose stored
 * paths may be old in this very batch. Down: from there to everything below; after a rebuild from the top. A ring, which
 * only two moves at the same moment could make, never reaches the root and keeps its old paths. LATERAL … OFFSET 0 and
 * ARRAY keep the planner, which takes every recursion for a large one, from reading the whole table for one new unit.
 */
const pathSql = `
  WITH RECURSIVE up AS (
      SELECT t.unit_id, t.above_id AS above, '/' || t.unit_id || '/' AS path, 1 AS depth
        FROM jsonb_array_elements($1::jsonb) key
        JOIN {table} t ON t.unit_id = (key ->> 'unit_id')::uuid
    UNION ALL
      SELECT up.unit_id, t.above_id, '/' || t.unit_id || up.path, up.depth + 1
        FROM up JOIN {table} t ON t.unit_id = up.above
       WHERE up.depth < 64
  ), placed AS (
      SELECT unit_id, path
        FROM (SELECT unit_id, '/${rootUnitId}' || path AS path FROM up
               WHERE above = '${rootUnitId}'
              UNION ALL
              SELECT unit_id, '/${rootUnitId}/' || unit_id || '/' FROM {table}
               WHERE $1::jsonb IS NULL AND above_id = '${rootUnitId}') top
    UNION
      SELECT child.unit_id, placed.path || child.unit_id || '/'
        FROM placed
       CROSS JOIN LATERAL (SELECT t.unit_id FROM {table} t WHERE t.above_id = placed.unit_id OFFSET 0) child
  )
  UPDATE {table} t SET path = placed.path
    FROM placed
   WHERE placed.unit_id = t.unit_id AND t.path IS DISTINCT FROM placed.path
     AND t.unit_id = ANY (ARRAY(SELECT unit_id FROM placed))`;

/**
 * Every unit that ever was, with its place in the tree as it stands now: a closed unit lies below the successor that keeps
 * its records, so that whoever reads the successor reads them too. The root has no row.
 */
export const unitDirectory = view({
  name: 'unit_directory',
  version: 2,
  columns: {
    unitId: uuid().key(),
    name: text(),
    /** By `searchText`. */
    searchName: text(),
    level: text(),
    kind: text().nullable(),
    code: text().nullable(),
    /** The last one, of a closed unit. */
    parentId: uuid(),
    /** The parent; of a closed unit the one successor that keeps its records. */
    aboveId: uuid(),
    /** open, closed. */
    status: text(),
    openedOn: date(),
    /** Last day. */
    closedOn: date().nullable(),
    generated: boolean(),
  },
  indexes: [['parentId'], ['aboveId'], ['searchName'], ['level', 'status']],
  derive: { columns: { path: 'text' }, dependsOn: ['aboveId'], sql: pathSql },
})
  .on(unitRegistered, ({ data }, rows) => {
    const { name, parentId } = data;
    rows.insert({ ...data, aboveId: parentId, searchName: searchText(name), status: 'open', closedOn: null });
  })
  .on(unitRenamed, ({ data: { unitId, name } }, rows) => {
    rows.patch({ unitId }, { name, searchName: searchText(name) });
  })
  .on(unitMoved, ({ data: { unitId, parentId } }, rows) => {
    rows.patch({ unitId }, { parentId, aboveId: parentId });
  })
  .on(unitClosed, ({ data: { unitId, parentId, closedOn, successorIds } }, rows) => {
    rows.patch({ unitId }, { status: 'closed', closedOn, aboveId: keeperOf(parentId, successorIds) });
  });

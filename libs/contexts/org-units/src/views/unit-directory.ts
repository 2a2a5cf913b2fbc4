import { rootUnitId, searchText } from '#kernel';
import { boolean, date, text, uuid, view } from '#projections';
import { unitClosed, unitMoved, unitRegistered, unitRenamed } from '../unit/unit.js';

/**
 * `/<root>/<…>/<unit>/` for each touched unit and all below it. The highest of them start from their parent's path,
 * which nobody touched; the rest follow downwards. A ring, which only two moves at the same moment could make, keeps
 * its old paths instead of running for ever.
 */
const pathSql = `
  WITH RECURSIVE affected AS (
      SELECT t.unit_id FROM {table} t
       WHERE $1::jsonb IS NULL
          OR t.unit_id IN (SELECT (key ->> 'unit_id')::uuid FROM jsonb_array_elements($1::jsonb) key)
    UNION
      SELECT child.unit_id FROM affected JOIN {table} child ON child.parent_id = affected.unit_id
  ), placed AS (
      SELECT t.unit_id, coalesce(parent.path, '/${rootUnitId}/') || t.unit_id || '/' AS path
        FROM affected
        JOIN {table} t USING (unit_id)
        LEFT JOIN {table} parent ON parent.unit_id = t.parent_id
       WHERE NOT EXISTS (SELECT FROM affected above WHERE above.unit_id = t.parent_id)
    UNION ALL
      SELECT child.unit_id, placed.path || child.unit_id || '/'
        FROM placed JOIN {table} child ON child.parent_id = placed.unit_id
  )
  UPDATE {table} t SET path = placed.path
    FROM placed
   WHERE placed.unit_id = t.unit_id AND t.path IS DISTINCT FROM placed.path`;

/** Every unit that ever was, with its place in the tree as it stands now. The root has no row. */
export const unitDirectory = view({
  name: 'unit_directory',
  version: 1,
  columns: {
    unitId: uuid().key(),
    name: text(),
    /** By `searchText`. */
    searchName: text(),
    level: text(),
    kind: text().nullable(),
    code: text().nullable(),
    parentId: uuid(),
    /** open, closed. */
    status: text(),
    openedOn: date(),
    /** Last day. */
    closedOn: date().nullable(),
    generated: boolean(),
  },
  indexes: [['parentId'], ['searchName'], ['level', 'status']],
  derive: { columns: { path: 'text' }, dependsOn: ['parentId'], sql: pathSql },
})
  .on(unitRegistered, ({ data }, rows) => {
    rows.insert({ ...data, searchName: searchText(data.name), status: 'open', closedOn: null });
  })
  .on(unitRenamed, ({ data: { unitId, name } }, rows) => {
    rows.patch({ unitId }, { name, searchName: searchText(name) });
  })
  .on(unitMoved, ({ data: { unitId, parentId } }, rows) => {
    rows.patch({ unitId }, { parentId });
  })
  .on(unitClosed, ({ data: { unitId, closedOn } }, rows) => {
    rows.patch({ unitId }, { status: 'closed', closedOn });
  });

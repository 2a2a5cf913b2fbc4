import { text, uuid, view } from '#projections';

/**
 * Every place that a unit ever had: below a parent, and, once closed, kept by a successor. Grows only, so that a tree
 * of any date is found in it.
 */
export const unitLinks = view({
  name: 'unit_links',
  version: 1,
  columns: {
    aboveId: uuid().key(),
    belowId: uuid().key(),
    /** parent, successor */
    kind: text().key(),
  },
  indexes: [['belowId']],
}).onEvery(({ data, stream }, rows) => {
  if (!stream.startsWith('unit-')) return;
  const unitId = stream.slice('unit-'.length);
  for (const aboveId of idsIn(data['parentId'])) rows.upsert({ aboveId, belowId: unitId, kind: 'parent' });
  for (const aboveId of idsIn(data['successorIds'])) rows.upsert({ aboveId, belowId: unitId, kind: 'successor' });
  for (const belowId of idsIn(data['predecessorIds'])) rows.upsert({ aboveId: unitId, belowId, kind: 'successor' });
});

const idsIn = (value: unknown): string[] => [value].flat().filter((id) => typeof id === 'string');

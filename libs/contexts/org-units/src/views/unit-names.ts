import { searchText } from '#kernel';
import { date, text, uuid, view } from '#projections';
import { unitRegistered, unitRenamed } from '../unit/unit.js';

/** Every name that a unit ever bore, from which day. Of two on one day the one recorded last. */
export const unitNames = view({
  name: 'unit_names',
  version: 1,
  columns: { unitId: uuid().key(), since: date().key(), name: text(), searchName: text() },
})
  .on(unitRegistered, ({ data: { unitId, openedOn, name } }, rows) => {
    rows.upsert({ unitId, since: openedOn, name, searchName: searchText(name) });
  })
  .on(unitRenamed, ({ data: { unitId, on, name } }, rows) => {
    rows.upsert({ unitId, since: on, name, searchName: searchText(name) });
  });

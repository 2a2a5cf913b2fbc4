import { searchText } from '#kernel';
import { boolean, date, text, uuid, view } from '#projections';
import { cadrePositionChanged, cadreRegistered, cadreRetired } from '../cadre/cadre.js';

/** Every cadre ever registered. */
export const cadreDirectory = view({
  name: 'cadre_directory',
  version: 2,
  columns: {
    cadreId: uuid().key(),
    fullName: text(),
    /** By `searchText`. */
    searchName: text(),
    phone: text().nullable(),
    position: text(),
    unitId: uuid(),
    /** The cadre's own cell, when it is known. */
    cellId: uuid().nullable(),
    /** active, retired. */
    status: text(),
    retiredOn: date().nullable(),
    generated: boolean(),
  },
  indexes: [['unitId'], ['cellId'], ['searchName']],
})
  .on(cadreRegistered, ({ data }, rows) => {
    rows.insert({
      ...data,
      cellId: data.cellId ?? null,
      searchName: searchText(data.fullName),
      status: 'active',
      retiredOn: null,
    });
  })
  .on(cadrePositionChanged, ({ data: { cadreId, position, unitId, cellId } }, rows) => {
    rows.patch({ cadreId }, { position, unitId, cellId });
  })
  .on(cadreRetired, ({ data: { cadreId, on } }, rows) => {
    rows.patch({ cadreId }, { status: 'retired', retiredOn: on });
  });

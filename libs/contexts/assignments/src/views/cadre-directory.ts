import { searchText } from '#kernel';
import { boolean, date, text, uuid, view } from '#projections';
import { cadreRegistered, cadreRetired } from '../cadre/cadre.js';

/** Every cadre ever registered. */
export const cadreDirectory = view({
  name: 'cadre_directory',
  version: 1,
  columns: {
    cadreId: uuid().key(),
    fullName: text(),
    /** By `searchText`. */
    searchName: text(),
    phone: text().nullable(),
    position: text(),
    unitId: uuid(),
    /** active, retired. */
    status: text(),
    retiredOn: date().nullable(),
    generated: boolean(),
  },
  indexes: [['unitId'], ['searchName']],
})
  .on(cadreRegistered, ({ data }, rows) => {
    rows.insert({ ...data, searchName: searchText(data.fullName), status: 'active', retiredOn: null });
  })
  .on(cadreRetired, ({ data: { cadreId, on } }, rows) => {
    rows.patch({ cadreId }, { status: 'retired', retiredOn: on });
  });

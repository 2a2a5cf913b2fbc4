import { date, integer, text, uuid, view } from '#projections';
import { visitRecorded, visitWithdrawn } from '../visit/visit.js';

/** Every visit of a cadre to a unit followed, except those withdrawn. */
export const visitRegister = view({
  name: 'visit_register',
  version: 1,
  columns: {
    visitId: uuid().key(),
    unitId: uuid(),
    cadreId: uuid(),
    visitedOn: date(),
    purpose: text(),
    forWhat: text(),
    findings: text().nullable(),
    households: integer().nullable(),
  },
  indexes: [
    ['unitId', 'visitedOn'],
    ['cadreId', 'visitedOn'],
  ],
})
  .on(visitRecorded, ({ data: { on: visitedOn, ...visit } }, rows) => {
    rows.insert({ ...visit, visitedOn });
  })
  .on(visitWithdrawn, ({ data: { visitId } }, rows) => {
    rows.delete({ visitId });
  });

import { date, text, uuid, view } from '#projections';
import { cadrePositionChanged, cadreRegistered } from '../cadre/cadre.js';

/** Of the first post nobody says since when it is held. */
const ever = '1900-01-01';

/** Where each cadre worked, in which position, and their own cell, from which day. Of two on one day the last recorded. */
export const cadrePosts = view({
  name: 'cadre_posts',
  version: 1,
  columns: { cadreId: uuid().key(), since: date().key(), unitId: uuid(), cellId: uuid().nullable(), position: text() },
})
  .on(cadreRegistered, ({ data: { cadreId, cellId = null, position, unitId } }, rows) => {
    rows.insert({ cadreId, since: ever, unitId, cellId, position });
  })
  .on(cadrePositionChanged, ({ data: { cadreId, cellId, on, position, unitId } }, rows) => {
    rows.upsert({ cadreId, since: on, unitId, cellId, position });
  });

import { integer, text, textArray, timestamp, uuid, view } from '#projections';
import { readsRecorded, type Read } from '../access/access.js';

/** One row per look at data. Of a month whose key was destroyed nothing is left. */
export const accessLog = view({
  name: 'access_log',
  version: 1,
  columns: {
    stream: text().key(),
    revision: integer().key(),
    /** Within its event, from 0. */
    n: integer().key(),
    at: timestamp(),
    reader: text(),
    readerScope: uuid(),
    what: text(),
    ids: textArray(),
    form: text(),
    status: integer(),
  },
  indexes: [['at']],
}).on(readsRecorded, ({ stream, revision, data: { reader, readerScope, reads } }, rows) => {
  const known: unknown = reads;
  if (!Array.isArray(known)) return;
  for (const [n, read] of (known as readonly Read[]).entries()) {
    const { at, what, ids, form, status } = read;
    rows.insert({ stream, revision, n, at, reader, readerScope, what, ids, form, status });
  }
});

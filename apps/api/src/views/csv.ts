import type { Language } from '#platform/http';
import type { AnyViewQuery } from '#projections';
import { stringify } from 'csv-stringify/sync';
import type { Row } from './view-reader.js';

/** Without it Excel reads UTF-8 as the machine's old code page, and Vietnamese falls apart. */
const byteOrderMark = '\ufeff';

export async function* csvOf(
  query: AnyViewQuery,
  batches: AsyncIterable<readonly Row[]>,
  language: Language,
): AsyncGenerator<string> {
  const columns = Object.entries(query.columns);
  yield byteOrderMark + stringify([columns.map(([, { title }]) => title[language])]);
  for await (const rows of batches) {
    yield stringify(rows.map((row) => columns.map(([name]) => cellOf(row[name]))));
  }
}

/** A text that a spreadsheet would run as a formula is shown as text. */
const formula = /^[=+\-@\t\r]/;

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(cellOf).join('; ');
  if (typeof value === 'string') return formula.test(value) ? `'${value}` : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
}

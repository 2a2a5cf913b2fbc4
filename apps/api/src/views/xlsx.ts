import type { Language } from '#platform/http';
import type { AnyViewQuery, ColumnType } from '#projections';
import { writeXlsxStream } from 'hucre/xlsx';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Row } from './view-reader.js';

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Most that a sheet can hold (ECMA-376), its heading among them; what is more stands on a further sheet. */
const maxSheetRows = 1_048_576;
const maxCellCharacters = 32_767;
const cut = ' … (dài hơn một ô; xem tệp CSV / longer than a cell, see the CSV)';

type Cell = string | number | Date | null;

/**
 * A workbook of all rows, written as they come: headings that stay in view, days as days, numbers as numbers, every text
 * as a text, so that a spreadsheet never runs it as a formula.
 *
 * @param sheetRows most rows of a sheet
 */
export function xlsxOf(
  query: AnyViewQuery,
  batches: AsyncIterable<readonly Row[]>,
  language: Language,
  sheetRows = maxSheetRows,
): Readable {
  const columns = Object.entries(query.columns);
  const rows = cellsOf(
    columns.map(([name, { type }]) => [name, type]),
    batches,
    language,
  );
  const workbook = writeXlsxStream(rows, {
    name: query.summary[language].replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31),
    columns: columns.map(([, { title, type }]) => {
      const numFmt = formats[type];
      return { header: title[language], width: widthOf(type, title[language]), ...(numFmt && { numFmt }) };
    }),
    freezePane: { rows: 1 },
    maxRowsPerSheet: sheetRows,
  });
  return Readable.fromWeb(workbook as ReadableStream<Uint8Array>);
}

async function* cellsOf(
  columns: readonly (readonly [string, ColumnType])[],
  batches: AsyncIterable<readonly Row[]>,
  language: Language,
): AsyncGenerator<Cell[]> {
  for await (const batch of batches) {
    for (const row of batch) yield columns.map(([name, type]) => cellOf(row[name], type, language));
  }
}

const formats: Partial<Record<ColumnType, string>> = { date: 'dd/mm/yyyy', timestamptz: 'dd/mm/yyyy hh:mm' };

const yesNo = { vi: ['có', 'không'], en: ['yes', 'no'] } as const;

function cellOf(value: unknown, type: ColumnType, language: Language): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return yesNo[language][value ? 0 : 1];
  if (type === 'date' && typeof value === 'string') return new Date(`${value}T00:00:00Z`);
  // A spreadsheet knows no time zones: Vietnam's, which has no summer time.
  if (value instanceof Date) return new Date(value.getTime() + 7 * 3_600_000);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return text(value.join('; '));
  return text(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Two characters XML cannot hold and the writer does not escape. */
const unspeakable = /[\ufffe\uffff]/g;

function text(value: string): string {
  const fits = value.length <= maxCellCharacters ? value : value.slice(0, maxCellCharacters - cut.length) + cut;
  return fits.replace(unspeakable, '');
}

/** In characters. */
function widthOf(type: ColumnType, title: string): number {
  const least = { uuid: 38, text: 28, jsonb: 40, 'text[]': 28 } as Partial<Record<ColumnType, number>>;
  return least[type] ?? Math.max(12, Math.ceil(title.length / 2));
}

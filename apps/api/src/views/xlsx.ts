import { RequestError, type Language } from '#platform/http';
import type { AnyViewQuery, ColumnType } from '#projections';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { Row } from './view-reader.js';

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A sheet is built in memory (about 2 KB a row): more rows than this are asked for as CSV, which is streamed. */
const maxSheetRows = 50_000;
/** Most that a cell of XLSX can hold (ECMA-376). */
const maxCellCharacters = 32_767;

type SheetCell = SheetData[number][number];

/** A workbook of all rows: headings that stay in view, days as days, numbers as numbers. @throws RequestError too long */
export async function xlsxOf(
  query: AnyViewQuery,
  batches: AsyncIterable<readonly Row[]>,
  language: Language,
): Promise<Buffer> {
  const columns = Object.entries(query.columns);
  const sheet: SheetData = [
    columns.map(([, { title }]) => ({
      value: title[language],
      fontWeight: 'bold',
      wrap: true,
      alignVertical: 'center',
    })),
  ];
  for await (const rows of batches) {
    if (sheet.length - 1 + rows.length > maxSheetRows) {
      throw new RequestError(413, 'views.too-many-rows-for-xlsx', { details: { maxRows: maxSheetRows } });
    }
    for (const row of rows) sheet.push(columns.map(([name, { type }]) => cellOf(row[name], type, language)));
  }
  return writeXlsxFile(sheet, {
    sheet: query.summary[language].replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31),
    stickyRowsCount: 1,
    columns: columns.map(([, { title, type }]) => ({ width: widthOf(type, title[language]) })),
  }).toBuffer();
}

const yesNo = { vi: ['có', 'không'], en: ['yes', 'no'] } as const;

function cellOf(value: unknown, type: ColumnType, language: Language): SheetCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return { value, type: Number };
  if (typeof value === 'boolean') return { value: yesNo[language][value ? 0 : 1], type: String };
  if (type === 'date' && typeof value === 'string') {
    return { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' };
  }
  if (value instanceof Date) return text(value.toISOString());
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return text(value.join('; '));
  return text(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Written as a text, so that a spreadsheet never runs it as a formula. */
function text(value: string): SheetCell {
  if (value.length > maxCellCharacters) throw new RequestError(413, 'views.text-too-long-for-xlsx');
  return { value, type: String };
}

/** In characters. */
function widthOf(type: ColumnType, title: string): number {
  const least = { uuid: 38, text: 28, jsonb: 40, 'text[]': 28 } as Partial<Record<ColumnType, number>>;
  return least[type] ?? Math.max(12, Math.ceil(title.length / 2));
}

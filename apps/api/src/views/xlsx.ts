import type { Language } from '#platform/http';
import type { AnyViewQuery, ColumnType } from '#projections';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Row } from './view-reader.js';
import { cellStyles, escapeXml, sheetFoot, sheetHead, workbookParts } from './xlsx-parts.js';

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Most that a sheet can hold (ECMA-376), its heading among them; what is more stands on a further sheet. */
const maxSheetRows = 1_048_576;
const maxCellCharacters = 32_767;
const cut = ' … (dài hơn một ô; xem tệp CSV / longer than a cell, see the CSV)';
/** Made and packed at once: some milliseconds, so that other requests come between. */
const rowsAtOnce = 100;

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
  const file = new ZipFile();
  const output = file.outputStream as Readable;
  const rows = rowsOf(batches);
  const name = query.summary[language].replaceAll(/[[\]:*?/\\]/g, ' ');
  const sheets: string[] = [];
  // The reader who has begun to receive it sees a file that ends before its end.
  const breakOff = (error: unknown): void => void output.destroy(error as Error);
  const addSheet = (first: IteratorResult<Row>): void => {
    const suffix = sheets.length === 0 ? '' : ` (${sheets.length + 1})`;
    sheets.push(`${name.slice(0, 31 - suffix.length)}${suffix}`);
    const content = Readable.from(sheetOf(query, rows, first, language, sheetRows, addNext), { objectMode: false });
    content.once('error', breakOff);
    file.addReadStream(content, `xl/worksheets/sheet${sheets.length}.xml`);
  };
  const addNext = (next: IteratorResult<Row>): void => {
    if (!next.done) return addSheet(next);
    for (const [path, content] of workbookParts(sheets)) file.addBuffer(Buffer.from(content), path);
    file.end();
  };
  void rows.next().then(addSheet, breakOff);
  return output;
}

async function* rowsOf(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Row, undefined> {
  for await (const batch of batches) yield* batch;
  return undefined;
}

/** @param end told what comes after the last row of this sheet */
async function* sheetOf(
  query: AnyViewQuery,
  rows: AsyncGenerator<Row, undefined>,
  first: IteratorResult<Row>,
  language: Language,
  sheetRows: number,
  end: (next: IteratorResult<Row>) => void,
): AsyncGenerator<string> {
  const columns = Object.entries(query.columns);
  yield (
    sheetHead(columns.map(([, { title, type }]) => widthOf(type, title[language]))) +
    row(
      1,
      columns.map(([, { title }]) => textCell(title[language], cellStyles.heading)),
    )
  );
  let next = first;
  for (let written = 1; !next.done && written < sheetRows;) {
    let text = '';
    const until = Math.min(written + rowsAtOnce, sheetRows);
    for (; !next.done && written < until; written += 1) {
      const { value } = next;
      text += row(
        written + 1,
        columns.map(([name, { type }]) => cellOf(value[name], type, language)),
      );
      next = await rows.next();
    }
    yield text;
  }
  yield sheetFoot;
  end(next);
}

/** A cell without what follows `<c`; undefined is left out. Some readers want each to say where it stands. */
type Cell = string | undefined;

const row = (number: number, cells: readonly Cell[]): string =>
  `<row r="${number}">${cells
    .map((cell, index) => (cell === undefined ? '' : `<c r="${lettersOf(index)}${number}" ${cell}</c>`))
    .join('')}</row>`;

/** 0 → A, 25 → Z, 26 → AA. */
const lettersOf = (index: number): string =>
  (index < 26 ? '' : lettersOf(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

const yesNo = { vi: ['có', 'không'], en: ['yes', 'no'] } as const;

function cellOf(value: unknown, type: ColumnType, language: Language): Cell {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number') return numberCell(value, cellStyles.plain);
  if (typeof value === 'boolean') return textCell(yesNo[language][value ? 0 : 1]);
  if (type === 'date' && typeof value === 'string') {
    return numberCell(serialOf(Date.parse(`${value}T00:00:00Z`)), cellStyles.day);
  }
  // A spreadsheet knows no time zones: Vietnam's, which has no summer time.
  if (value instanceof Date) return numberCell(serialOf(value.getTime() + 7 * 3_600_000), cellStyles.moment);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return textCell(value.join('; '));
  return textCell(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Days since 1899-12-30, as spreadsheets count. @param ms since 1970 */
const serialOf = (ms: number): number => ms / 86_400_000 + 25_569;

const numberCell = (value: number, style: number): string => `s="${style}"><v>${value}</v>`;

function textCell(value: string, style: number = cellStyles.plain): string {
  const fits = value.length <= maxCellCharacters ? value : value.slice(0, maxCellCharacters - cut.length) + cut;
  return `s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(fits)}</t></is>`;
}

/** In characters. */
function widthOf(type: ColumnType, title: string): number {
  const least = { uuid: 38, text: 28, jsonb: 40, 'text[]': 28 } as Partial<Record<ColumnType, number>>;
  return least[type] ?? Math.max(12, Math.ceil(title.length / 2));
}

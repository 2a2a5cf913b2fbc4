import { searchText } from '#kernel';
import { fromText } from '#platform';
import { badRequest, RequestError } from '#platform/http';
import { parse, CsvError } from 'csv-parse';
import { Readable } from 'node:stream';
import { xlsxRecords } from './read-xlsx.js';

/** Row 1 is the first after a CSV's header, or the first line that is not blank. */
export interface InputRow {
  readonly row: number;
  /** A `DomainError` when the row is refused as it stands. */
  readonly body: unknown;
  /** What its names were taken for. */
  readonly means?: Readonly<Record<string, string>>;
}

/** Columns by the headings (as `searchText`) that people write over them; '': passed over. */
export type Headings = ReadonlyMap<string, string>;

/** A row that cannot be read at all; its number is known, its neighbours are fine. */
export const malformed = Symbol('malformed row');

export interface RowLimits {
  readonly bytes: number;
  readonly rows: number;
  readonly lineCharacters: number;
}

export type RowFormat = 'csv' | 'ndjson' | 'xlsx';

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The format that a request's content type names. */
export const rowFormatOf = (contentType: string): RowFormat =>
  contentType.startsWith('text/csv') ? 'csv' : contentType.startsWith(xlsxType) ? 'xlsx' : 'ndjson';

/** Columns that are the same in every row, e.g. `decision.number` of a decision's annex; a row's own value counts first. */
export type CommonColumns = Readonly<Record<string, string>>;

/**
 * Bodies of commands from a file, one at a time. A line of NDJSON that is not JSON gives {@link malformed}. Of a
 * workbook the first sheet is read, its first row being the names of the columns; where headings are known, the first row
 * with two of them, since an annex has its title above.
 * @throws RequestError for what makes the whole file unreadable: too large, not UTF-8, a broken header or quote.
 */
export async function* readRows(
  input: Readable,
  format: RowFormat,
  type: new () => object,
  limits: RowLimits,
  common: CommonColumns = {},
  headings: Headings = new Map(),
): AsyncGenerator<InputRow> {
  const inEveryRow = fromText(type, common);
  let row = 0;
  for await (const own of bodiesOf(input, format, { type, limits, headings })) {
    const body = own === malformed ? own : under(inEveryRow, own);
    if (++row > limits.rows) throw new RequestError(413, 'bulk.too-many-rows', { details: { limit: limits.rows } });
    yield { row, body };
  }
  if (row === 0) throw badRequest('bulk.empty');
}

interface Form {
  readonly type: new () => object;
  readonly limits: RowLimits;
  readonly headings: Headings;
}

function bodiesOf(input: Readable, format: RowFormat, form: Form) {
  if (format === 'xlsx') return xlsxBodies(input, form);
  const text = decode(input, form.limits.bytes);
  return format === 'csv' ? csvBodies(text, form) : jsonBodies(text, form.limits);
}

/** Objects within (`decision`) are filled up too. */
function under(common: unknown, own: unknown): unknown {
  if (!isObject(common) || !isObject(own)) return own === undefined ? common : own;
  return {
    ...common,
    ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name, under(common[name], value)])),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function* xlsxBodies(input: Readable, { type, limits, headings }: Form): AsyncGenerator<Record<string, unknown>> {
  const records = await xlsxRecords(input, limits);
  const isHeader = (cells: readonly string[]) => cells.filter((cell) => headings.has(searchText(cell))).length > 1;
  const at = Math.max(records.findIndex(isHeader), 0);
  const names = columnsOf(records[at] ?? [], headings);
  for (const cells of records.slice(at + 1)) {
    if (cells.every((cell) => cell === '')) continue;
    const texts = names.flatMap((name, index) => (name === undefined ? [] : [[name, cells[index] ?? ''] as const]));
    yield fromText(type, Object.fromEntries(texts));
  }
}

async function* decode(input: Readable, limit: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  try {
    // Left open on a return, so that the refusal can still be sent on the connection.
    for await (const chunk of input.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limit) throw new RequestError(413, 'bulk.too-large', { details: { limitBytes: limit } });
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw badRequest('bulk.not-utf8');
    throw error;
  } finally {
    input.resume();
  }
}

async function* jsonBodies(text: AsyncIterable<string>, limits: RowLimits): AsyncGenerator<unknown> {
  for await (const line of linesOf(text, limits)) {
    if (line.trim() === '') continue;
    try {
      yield JSON.parse(line) as unknown;
    } catch {
      yield malformed;
    }
  }
}

async function* linesOf(text: AsyncIterable<string>, limits: RowLimits): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    if (rest.length > limits.lineCharacters) {
      throw new RequestError(413, 'bulk.line-too-long', { details: { limit: limits.lineCharacters } });
    }
    yield* lines;
  }
  yield rest;
}

async function* csvBodies(text: AsyncGenerator<string>, { type, limits, headings }: Form): AsyncGenerator<unknown> {
  const { delimiter, whole } = await findDelimiter(text, limits);
  const parser = parse({
    columns: (names: string[]) => columnsOf(names, headings),
    delimiter,
    max_record_size: limits.lineCharacters,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
  });
  const source = Readable.from(whole, { objectMode: false });
  source.once('error', (error) => parser.destroy(error));
  try {
    for await (const record of source.pipe(parser) as AsyncIterable<Record<string, string>>) {
      yield fromText(type, record);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw badRequest('bulk.csv-malformed', { line: error.lines, problem: error.code });
  }
}

/** Excel with Vietnamese settings writes `;`. Names of columns hold none of the three. */
async function findDelimiter(text: AsyncGenerator<string>, limits: RowLimits) {
  let start = '';
  for (;;) {
    const next = await text.next();
    if (next.done) break;
    start += next.value;
    if (start.includes('\n') || start.length > limits.lineCharacters) break;
  }
  const delimiter = /[,;\t]/.exec(start.split('\n', 1)[0]!)?.[0] ?? ',';
  async function* whole(): AsyncGenerator<string> {
    yield start;
    yield* text;
  }
  return { delimiter, whole: whole() };
}

/** Name of each column; undefined: passed over. */
function columnsOf(header: readonly string[], headings: Headings): (string | undefined)[] {
  const names = header.map((text) => headings.get(searchText(text)) ?? text);
  const isWrong = (name: string, index: number): boolean =>
    !/^[A-Za-z]\w*(\.\w+)*$/.test(name) || names.indexOf(name) !== index;
  const wrong = names.findIndex((name, index) => name !== '' && isWrong(name, index));
  const blank = header.findIndex((text, index) => text === '' && headings.size === 0 && names[index] === '');
  const bad = wrong >= 0 ? wrong : blank;
  if (bad >= 0) throw new RequestError(422, 'bulk.header-invalid', { details: { column: header[bad] } });
  return names.map((name) => (name === '' ? undefined : name));
}

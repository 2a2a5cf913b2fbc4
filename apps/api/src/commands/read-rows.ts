import { fromText } from '#platform';
import { badRequest, RequestError } from '#platform/http';
import { parse, CsvError } from 'csv-parse';
import { Readable } from 'node:stream';

/** Row 1 is the first after a CSV's header, or the first line that is not blank. */
export interface InputRow {
  readonly row: number;
  readonly body: unknown;
}

/** A row that cannot be read at all; its number is known, its neighbours are fine. */
export const malformed = Symbol('malformed row');

export interface RowLimits {
  readonly bytes: number;
  readonly rows: number;
  readonly lineCharacters: number;
}

export type RowFormat = 'csv' | 'ndjson';

/**
 * Bodies of commands from a file, one at a time. A line of NDJSON that is not JSON gives {@link malformed}.
 * @throws RequestError for what makes the whole file unreadable: too large, not UTF-8, a broken header or quote.
 */
export async function* readRows(
  input: Readable,
  format: RowFormat,
  type: new () => object,
  limits: RowLimits,
): AsyncGenerator<InputRow> {
  const text = decode(input, limits.bytes);
  const bodies = format === 'csv' ? csvBodies(text, type, limits) : jsonBodies(text, limits);
  let row = 0;
  for await (const body of bodies) {
    if (++row > limits.rows) throw new RequestError(413, 'bulk.too-many-rows', { details: { limit: limits.rows } });
    yield { row, body };
  }
  if (row === 0) throw badRequest('bulk.empty');
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

async function* csvBodies(
  text: AsyncGenerator<string>,
  type: new () => object,
  limits: RowLimits,
): AsyncGenerator<unknown> {
  const { delimiter, whole } = await findDelimiter(text, limits);
  const parser = parse({
    columns: checkHeader,
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

function checkHeader(names: string[]): string[] {
  const wrong = names.find((name, index) => !/^[A-Za-z]\w*(\.\w+)*$/.test(name) || names.indexOf(name) !== index);
  if (wrong !== undefined) throw new RequestError(422, 'bulk.header-invalid', { details: { column: wrong } });
  return names;
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';
import type { Column, ColumnType, Row } from './view.js';
import { columnsOf, snakeCase, type ViewTable } from './view-table.js';

const chunkLength = 1 << 16;

/** Rows that do not exist yet, by COPY: two to four times as fast as the quickest INSERT. */
export async function copyRows(client: ClientBase, table: ViewTable, rows: Iterable<Row>): Promise<void> {
  const columns = columnsOf(table.view);
  const names = columns.map(([name]) => `"${snakeCase(name)}"`).join(', ');
  const target = client.query(from(`COPY ${table.name} (${names}) FROM STDIN`));
  await pipeline(Readable.from(chunks(columns, rows), { objectMode: true }), target);
}

function* chunks(columns: readonly [string, Column][], rows: Iterable<Row>): Generator<Buffer> {
  let text = '';
  for (const row of rows) {
    let separator = '';
    for (const [name, { type }] of columns) {
      text += separator + cell(type, row[name]);
      separator = '\t';
    }
    text += '\n';
    if (text.length > chunkLength) {
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text) yield Buffer.from(text);
}

/** COPY's text format. Plain types hold nothing that needs an escape. */
function cell(type: ColumnType, value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  switch (type) {
    case 'text':
      return escape(value as string);
    case 'jsonb':
      return escape(JSON.stringify(value));
    case 'text[]':
      return escape(`{${(value as readonly string[]).map(element).join(',')}}`);
    default:
      return String(value as string | number | boolean);
  }
}

const element = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escape = (text: string): string =>
  /[\\\n\r\t]/.test(text) ? text.replace(/[\\\n\r\t]/g, (each) => escapes[each]!) : text;

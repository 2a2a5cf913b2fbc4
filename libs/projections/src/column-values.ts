import type { Column, ColumnType } from './view.js';

/** A value that its column can't hold. Found before any batch is folded, so that the split into batches changes nothing. */
export class ColumnValueError extends Error {
  override readonly name = 'ColumnValueError';
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** PostgreSQL's text has no U+0000. */
const isText = (value: unknown): boolean => typeof value === 'string' && !value.includes('\u0000');

function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

const holds: Readonly<Record<ColumnType, (value: unknown) => boolean>> = {
  uuid: (value) => typeof value === 'string' && uuidPattern.test(value),
  text: isText,
  integer: (value) => typeof value === 'number' && (value | 0) === value,
  bigint: (value) => typeof value === 'string' && /^-?\d{1,18}$/.test(value),
  numeric: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  date: isDate,
  timestamptz: (value) => typeof value === 'string' && /^\d{4}-/.test(value) && !Number.isNaN(Date.parse(value)),
  jsonb: (value) => value !== undefined && !JSON.stringify(value).includes('\\u0000'),
  'text[]': (value) => Array.isArray(value) && value.every(isText),
};

/** @throws ColumnValueError */
export function checkValue(view: string, name: string, column: Column | undefined, value: unknown): void {
  if (!column) throw new ColumnValueError(`${view}: there is no column "${name}"`);
  if (value === null ? column.isNullable : holds[column.type](value)) return;
  // The value itself may be personal: only its kind is told.
  const kind = value === null ? 'null' : typeof value;
  throw new ColumnValueError(`${view}: column "${name}" (${column.type}) can not hold this ${kind}`);
}

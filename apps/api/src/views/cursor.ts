import { badParameter } from '#platform/http';
import type { AnyViewQuery, ColumnType } from '#projections';

/** Values of a query's key columns, as texts that PostgreSQL reads as their types. */
export type KeyValues = readonly string[];

const forms: Readonly<Partial<Record<ColumnType, RegExp>>> = {
  uuid: /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  integer: /^-?\d{1,10}$/,
  bigint: /^-?\d{1,19}$/,
  numeric: /^-?\d{1,100}(\.\d{1,100})?$/,
  date: /^\d{4}-\d\d-\d\d$/,
  timestamptz: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/,
  boolean: /^(true|false)$/,
};

/** After which row the next page begins. */
export const cursorOf = (query: AnyViewQuery, row: Readonly<Record<string, unknown>>): string =>
  Buffer.from(JSON.stringify(query.key.map((name) => textOf(row[name])))).toString('base64url');

const textOf = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));

/**
 * Checked, not signed: a cursor says where to begin and nothing about what may be seen, so a made-up one shows no row
 * that its maker could not have asked for.
 */
export function parseCursor(query: AnyViewQuery, cursor: string, field = 'after'): KeyValues {
  const values = decoded(cursor);
  const isValid =
    Array.isArray(values) &&
    values.length === query.key.length &&
    values.every((value, index) => isOfType(value, query.columns[query.key[index]!]!.type));
  if (!isValid) throw badParameter(field, 'is-cursor', `${field} must be the "next" of an answer of this view`);
  return values as KeyValues;
}

/**
 * The key of a row in a path: the values of the query's key columns, joined by `~`, or the row's cursor.
 * @throws RequestError when it is no key of this query
 */
export function parseKey(query: AnyViewQuery, text: string): KeyValues {
  const values = text.split('~');
  if (values.length !== query.key.length) return parseCursor(query, text, 'key');
  if (!values.every((value, index) => isOfType(value, query.columns[query.key[index]!]!.type))) {
    throw badParameter('key', 'is-key', `key must be ${query.key.join('~')} of a row of this view`);
  }
  return values;
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

const isOfType = (value: unknown, type: ColumnType): boolean =>
  typeof value === 'string' && !value.includes('\u0000') && (forms[type]?.test(value) ?? value.length <= 1000);

import type { AnyViewQuery } from '#projections';
import pg from 'pg';

/** Oids of PostgreSQL's types. */
const int8: number = pg.types.builtins.INT8;
const date: number = pg.types.builtins.DATE;
const numeric: number = pg.types.builtins.NUMERIC;

/** Days stay texts: a JavaScript date would move them by the machine's time zone. */
const parsers = new Map<number, (text: string) => unknown>([
  [date, (text) => text],
  [numeric, Number],
]);

/** bigint comes as decimal text, so that no digit is lost. */
export const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? (pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown),
};

/** Totals are counts and sums: numbers. */
export const totalTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? Number : (rowTypes.getTypeParser(oid, format) as (text: string) => unknown),
};

/** Columns declared as numbers whose SQL gives bigint (a count): made numbers in place. */
export function asDeclared(query: AnyViewQuery): (row: Record<string, unknown>) => void {
  const numbers = Object.keys(query.columns).filter((name) => /^(integer|numeric)$/.test(query.columns[name]!.type));
  return (row) => {
    for (const name of numbers) if (typeof row[name] === 'string') row[name] = Number(row[name]);
  };
}

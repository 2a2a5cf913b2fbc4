import { empty, join, sql, type AnyViewQuery, type QueryContext, type Sql } from '#projections';
import { raw } from 'sql-template-tag';
import type { KeyValues } from './cursor.js';
import { identifier } from './names.js';

/** Path of the reader's unit in `unit_directory`; undefined: the root, nothing is hidden. */
export type Scope = string | undefined;

export interface Asked {
  readonly query: AnyViewQuery;
  readonly parameters: object;
  readonly context: QueryContext;
  readonly scope: Scope;
}

/** Every row passes here: the reader's subtree is part of the one place where rows are selected from. */
function visibleRows({ context, parameters, query, scope }: Asked): Sql {
  const within =
    scope === undefined
      ? empty
      : // Who may read is told by the tree of today, whatever date the rows are of.
        sql`WHERE unit_id IN (SELECT unit_id FROM live.unit_directory WHERE path LIKE ${`${scope}%`})`;
  return sql`SELECT * FROM (${query.rows(parameters, context)}) AS asked ${within}`;
}

const columnsOf = (query: AnyViewQuery): Sql =>
  raw(
    Object.keys(query.columns)
      .map((name) => `${identifier(name)} AS "${name}"`)
      .join(', '),
  );

const orderOf = (query: AnyViewQuery): Sql => raw(query.key.map(identifier).join(', '));

/** One row more than `limit`, which tells whether there is a next page. */
export function pageSql(asked: Asked, after: KeyValues | undefined, limit: number): Sql {
  const { query } = asked;
  const values = after && typed(query, after);
  const begin = values ? sql`WHERE (${orderOf(query)}) > (${join(values)})` : empty;
  return sql`SELECT ${columnsOf(query)} FROM (${visibleRows(asked)}) AS visible ${begin}
             ORDER BY ${orderOf(query)} LIMIT ${limit + 1}`;
}

const typed = (query: AnyViewQuery, key: KeyValues): Sql[] =>
  key.map((value, index) => sql`${value}::${raw(query.columns[query.key[index]!]!.type)}`);

/** The one row with this key. */
export const rowSql = (asked: Asked, key: KeyValues): Sql =>
  sql`SELECT ${columnsOf(asked.query)} FROM (${visibleRows(asked)}) AS visible
       WHERE (${orderOf(asked.query)}) = (${join(typed(asked.query, key))})`;

export const allRowsSql = (asked: Asked): Sql =>
  sql`SELECT ${columnsOf(asked.query)} FROM (${visibleRows(asked)}) AS visible ORDER BY ${orderOf(asked.query)}`;

/** `rowCount` and the query's own totals, over all rows that match. */
export function totalsSql(asked: Asked): Sql {
  const own = Object.entries(asked.query.totals ?? {}).map(([name, value]) => sql`, ${value} AS ${raw(`"${name}"`)}`);
  return sql`SELECT count(*) AS "rowCount" ${own.length > 0 ? join(own, ' ') : empty}
             FROM (${visibleRows(asked)}) AS visible`;
}

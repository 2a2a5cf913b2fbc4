import type { LocalDate, Role } from '#kernel';
import type { Sql } from 'sql-template-tag';
import type { ColumnType } from './view.js';

export { default as sql, type Sql, empty, join } from 'sql-template-tag';

export interface QueryColumn {
  readonly type: ColumnType;
  /** Vietnamese heading, for tables and CSV; English beside it. */
  readonly title: { readonly vi: string; readonly en: string };
  /** Vietnamese of each value that is a code, for CSV and XLSX; JSON keeps the code. What has none is shown as it is. */
  readonly words?: Readonly<Record<string, string>>;
}

export interface QueryContext {
  /** Today in Vietnam, for ages and due dates: read once per request, so that a page is of one day. */
  readonly today: LocalDate;
  /** Of the reader, where a part of the rows is not for everybody. Left out: nobody in particular. */
  readonly role?: Role;
}

/**
 * A question that dashboards ask: `GET /api/views/<name>`. The platform wraps `rows` with what is the same for every
 * question: the reader's subtree (by the column `unitId`), keyset paging by `key`, totals, CSV, `atLeast`.
 */
export interface ViewQuery<P extends object = object> {
  /** Kebab-case; the URL. */
  readonly name: string;
  readonly summary: { readonly vi: string; readonly en: string };
  /** Who may ask; left out: everybody, within their subtree. */
  readonly roles?: readonly Role[];
  /** Query-string parameters, validated; a class with class-validator decorators. */
  readonly parameters: new () => P;
  /** Every column of `rows` in the order shown, camelCase (the SQL has them in snake_case). Must hold `unitId`. */
  readonly columns: Readonly<Record<string, QueryColumn>>;
  /** Order of the rows; unique, not null. */
  readonly key: readonly string[];
  /** Figures over all rows that match, not only the page: SQL aggregates over the columns of `rows`. */
  readonly totals?: Readonly<Record<string, Sql>>;
  /** A SELECT over views' tables by their names. Filters go here; scope, order and limits do not. */
  readonly rows: (parameters: P, context: QueryContext) => Sql;
}

export const viewQuery = <P extends object>(definition: ViewQuery<P>): ViewQuery<P> => definition;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of unlike queries has no other type: `rows` is contravariant
export type AnyViewQuery = ViewQuery<any>;

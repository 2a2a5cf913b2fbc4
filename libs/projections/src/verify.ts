import type { ClientBase } from 'pg';
import { snakeCase, type ViewTable } from './view-table.js';

/** Equal for tables with the same rows, whatever their order. */
export interface TableDigest {
  readonly rows: number;
  readonly hash: string;
}

export interface RowDifference {
  /** Null: no such row. Columns in snake_case. */
  readonly live: Readonly<Record<string, unknown>> | null;
  readonly built: Readonly<Record<string, unknown>> | null;
}

export interface Differences {
  readonly count: number;
  /** The first of them, by key. */
  readonly examples: readonly RowDifference[];
}

export async function digest(client: ClientBase, table: ViewTable): Promise<TableDigest> {
  const { rows } = await client.query<{ rows: string; hash: string }>(
    `SELECT count(*) AS rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text AS hash FROM ${table.name} t`,
  );
  return { rows: Number(rows[0]!.rows), hash: rows[0]!.hash };
}

const shown = 20;

/** Row by row; both tables must stand at one position. */
export async function compareTables(client: ClientBase, live: ViewTable, built: ViewTable): Promise<Differences> {
  const key = live.view.key.map((name) => `"${snakeCase(name)}"`).join(', ');
  const { rows } = await client.query<RowDifference & { count: string }>(
    `SELECT to_jsonb(l) AS live, to_jsonb(b) AS built, count(*) OVER () AS count
       FROM ${live.name} l FULL JOIN ${built.name} b USING (${key})
      WHERE l::text IS DISTINCT FROM b::text ORDER BY ${key} LIMIT ${shown}`,
  );
  return {
    count: Number(rows[0]?.count ?? 0),
    examples: rows.map(({ live: before, built: after }) => ({ live: before, built: after })),
  };
}

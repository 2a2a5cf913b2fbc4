import { canonicalJson } from '#kernel';
import { RequestError } from '#platform/http';
import type { TouchedRow } from '#projections';
import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** A row as it is kept, with its place in the dry run. */
export interface KeptRow extends TouchedRow {
  readonly n: number;
}

/** SHA-256 over the canonical JSON of rows, in their order. */
export const rowsDigest = (rows: readonly TouchedRow[]): string =>
  createHash('sha256')
    .update(canonicalJson(rows.map(({ view, before, after, follows }) => ({ view, before, after, follows }))))
    .digest('hex');

/** Rows of dry runs, in the table `correction_row`. */
export class CorrectionRows {
  constructor(private readonly dataSource: DataSource) {}

  async keep(correctionId: string, dryRunId: string, rows: readonly TouchedRow[]): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO correction_row (correction_id, dry_run_id, n, view, before, after, follows)
       SELECT $1, $2, (r.n - 1)::integer, r.view, nullif(r.before, 'null'), nullif(r.after, 'null'), r.follows
         FROM ROWS FROM (jsonb_to_recordset($3::jsonb)
           AS (view text, before jsonb, after jsonb, follows boolean)) WITH ORDINALITY AS r(view, before, after, follows, n)`,
      [correctionId, dryRunId, JSON.stringify(rows)],
    );
  }

  /** Rows of one dry run count; those of others of the correction go. */
  async keepOnly(correctionId: string, dryRunId: string): Promise<void> {
    await this.dataSource.query('DELETE FROM correction_row WHERE correction_id = $1 AND dry_run_id <> $2', [
      correctionId,
      dryRunId,
    ]);
  }

  async forget(dryRunId: string): Promise<void> {
    await this.dataSource.query('DELETE FROM correction_row WHERE dry_run_id = $1', [dryRunId]);
  }

  page(dryRunId: string, view: string | undefined, after: number, limit: number): Promise<KeptRow[]> {
    return this.dataSource.query(
      `SELECT n, view, before, after, follows FROM correction_row
        WHERE dry_run_id = $1 AND ($2::text IS NULL OR view = $2) AND n > $3 ORDER BY n LIMIT $4`,
      [dryRunId, view ?? null, after, limit],
    );
  }

  /** @throws RequestError `correction.rows-altered` when they are not those of the recorded dry run */
  async all(dryRunId: string, digest: string): Promise<KeptRow[]> {
    const rows = await this.page(dryRunId, undefined, -1, Number.MAX_SAFE_INTEGER);
    if (rowsDigest(rows) !== digest) throw new RequestError(409, 'correction.rows-altered', { details: { dryRunId } });
    return rows;
  }
}

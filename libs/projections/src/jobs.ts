import type { DataSource } from 'typeorm';
import { mainGroup } from './positions.js';
import { abortRebuild } from './rebuild-admin.js';
import type { RebuildProgress, RebuildReport } from './rebuild-options.js';
import type { RepairReport } from './repair.js';

/** What an admin asks of the engine from afar. */
export type JobWork =
  | {
      readonly kind: 'rebuild';
      readonly views: readonly string[];
      /** Builds and compares, and leaves everything as it is. */
      readonly dryRun: boolean;
      readonly acceptDifferences: boolean;
    }
  /** Back to the table before the last switch. */
  | { readonly kind: 'rollback'; readonly views: readonly [string] }
  | { readonly kind: 'repair'; readonly stream: string; readonly dryRun: boolean };

/** `held`: rows differ from the live ones; the same rebuild with `acceptDifferences` goes on from there. */
export type JobState = 'waiting' | 'running' | 'done' | 'held' | 'failed' | 'aborted';

export interface Job {
  readonly id: string;
  readonly kind: JobWork['kind'];
  readonly views: readonly string[];
  readonly stream: string | null;
  readonly dryRun: boolean;
  readonly acceptDifferences: boolean;
  readonly requestedBy: string;
  /** ISO instant. */
  readonly requestedAt: string;
  readonly state: JobState;
  readonly progress: RebuildProgress | null;
  readonly reports: readonly RebuildReport[] | readonly RepairReport[] | null;
  readonly error: string | null;
  readonly changedAt: string;
}

export const isOver = ({ state }: Pick<Job, 'state'>): boolean => state !== 'waiting' && state !== 'running';

const columns = `id, kind, views, stream, dry_run AS "dryRun", accept_differences AS "acceptDifferences",
  requested_by AS "requestedBy", requested_at AS "requestedAt", state, progress, reports, error,
  changed_at AS "changedAt"`;

type JobRow = Omit<Job, 'requestedAt' | 'changedAt'> & { readonly requestedAt: Date; readonly changedAt: Date };

const jobOf = (row: JobRow): Job => ({
  ...row,
  requestedAt: row.requestedAt.toISOString(),
  changedAt: row.changedAt.toISOString(),
});

/** Leaves the work to the projector that leads. @returns false when this id was asked for before */
export async function requestJob(
  dataSource: DataSource,
  id: string,
  work: JobWork,
  by: string,
  group = mainGroup,
): Promise<boolean> {
  const rows = await dataSource.query<unknown[]>(
    `INSERT INTO projection_job (id, group_name, kind, views, stream, dry_run, accept_differences, requested_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
    [
      id,
      group,
      work.kind,
      'views' in work ? work.views : [],
      'stream' in work ? work.stream : null,
      'dryRun' in work && work.dryRun,
      'acceptDifferences' in work && work.acceptDifferences,
      by,
    ],
  );
  return rows.length > 0;
}

export async function readJob(dataSource: DataSource, id: string): Promise<Job | undefined> {
  const [row] = await dataSource.query<JobRow[]>(`SELECT ${columns} FROM projection_job WHERE id = $1`, [id]);
  return row && jobOf(row);
}

/** The newest first. */
export async function listJobs(dataSource: DataSource, limit: number): Promise<Job[]> {
  const rows = await dataSource.query<JobRow[]>(
    `SELECT ${columns} FROM projection_job ORDER BY requested_at DESC, id LIMIT $1`,
    [limit],
  );
  return rows.map(jobOf);
}

/** Ends a job that is not over; its half-built tables go. @returns false when there was nothing to end */
export async function abortJob(dataSource: DataSource, id: string, group = mainGroup): Promise<boolean> {
  const [aborted] = await updateJob(dataSource, id, `state = 'aborted'`, [], `state IN ('waiting', 'running')`);
  if (!aborted) return false;
  if (aborted.kind === 'rebuild') {
    for (const view of aborted.views) await abortRebuild({ dataSource, group }, view);
  }
  return true;
}

/** Of the jobs that are open, the one to do first; one that a killed process left half done among them. */
export async function nextJob(dataSource: DataSource, group: string): Promise<Job | undefined> {
  const [row] = await dataSource.query<JobRow[]>(
    `SELECT ${columns} FROM projection_job WHERE group_name = $1 AND state IN ('waiting', 'running')
      ORDER BY state, requested_at LIMIT 1`,
    [group],
  );
  return row && jobOf(row);
}

/** @returns the job when `condition` held */
export async function updateJob(
  dataSource: DataSource,
  id: string,
  set: string,
  values: readonly unknown[],
  condition = `state IN ('waiting', 'running')`,
): Promise<Job[]> {
  const [rows] = await dataSource.query<[JobRow[], number]>(
    `UPDATE projection_job SET ${set}, changed_at = now() WHERE id = $1 AND ${condition} RETURNING ${columns}`,
    [id, ...values],
  );
  return rows.map(jobOf);
}

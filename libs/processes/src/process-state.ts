import { comparePositions, type Position } from '#kernel';
import { fromPosition, toPosition } from '#projections';
import type { ClientBase } from 'pg';
import type { DataSource } from 'typeorm';
import type { Process } from './process.js';

interface ProcessRow {
  readonly commit_position: string | null;
  readonly prepare_position: string | null;
  readonly silent_commit: string | null;
  readonly silent_prepare: string | null;
  readonly started_at: Date;
}

/** Where a process is, and up to where it only remembers. */
export interface ProcessState {
  readonly position: Position | undefined;
  /** Head of the store when this database first met the process. */
  readonly silentUntil: Position | undefined;
  readonly startedAt: Date;
}

/**
 * Makes the process known to this database. All that the store held at that moment is history: the process notes it and
 * sets the deadlines that are still ahead, and has no other effect, so that neither a new process nor a lost database
 * writes letters about the past.
 */
export async function registerProcess(
  dataSource: DataSource,
  { name }: Process,
  head: Position | undefined,
  now: Date,
): Promise<ProcessState> {
  await dataSource.query(
    `INSERT INTO process (name, silent_commit, silent_prepare, started_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (name) DO NOTHING`,
    [name, ...fromPosition(head), now],
  );
  const [row] = await dataSource.query<ProcessRow[]>('SELECT * FROM process WHERE name = $1', [name]);
  return stateOf(row!);
}

/**
 * The process moves no further until the transaction ends: its next batch sees what was done here.
 * @returns undefined: this database never met the process
 */
export async function lockProcess(client: ClientBase, { name }: Process): Promise<ProcessState | undefined> {
  const { rows } = await client.query<ProcessRow>('SELECT * FROM process WHERE name = $1 FOR UPDATE', [name]);
  return rows[0] && stateOf(rows[0]);
}

const stateOf = (row: ProcessRow): ProcessState => ({
  position: toPosition(row),
  silentUntil: toPosition({ commit_position: row.silent_commit, prepare_position: row.silent_prepare }),
  startedAt: row.started_at,
});

export const isAfter = (a: Position, b: Position | undefined): boolean => !b || comparePositions(a, b) > 0;

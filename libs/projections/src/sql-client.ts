import type { Position } from '#kernel';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';

/** A connection of the pool for as long as `work` lasts. */
export async function withClient<T>(dataSource: DataSource, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    return await work((await runner.connect()) as PoolClient);
  } finally {
    await runner.release();
  }
}

export async function inTransaction<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // On a broken connection the server rolls back by itself; the first error is the one that tells.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Positions are numeric columns in pairs; null: before the first event. */
export interface PositionColumns {
  readonly commit_position: string | null;
  readonly prepare_position: string | null;
}

export const toPosition = (row: PositionColumns): Position | undefined =>
  row.commit_position === null || row.prepare_position === null
    ? undefined
    : { commit: BigInt(row.commit_position), prepare: BigInt(row.prepare_position) };

/** Two parameters. */
export const fromPosition = (position: Position | undefined): [string | null, string | null] =>
  position ? [String(position.commit), String(position.prepare)] : [null, null];

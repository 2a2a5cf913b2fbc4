import type { Position } from '#kernel';
import { currentPosition } from '#projections';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';

const timeoutMs = 120_000;

/**
 * Work on one snapshot that leaves nothing behind. The gate is taken before the snapshot, so that no view is switched
 * to another build under it; copies lie in `pg_temp`, so that nobody waits for anybody.
 */
export async function rolledBack<T>(
  dataSource: DataSource,
  work: (client: PoolClient, position: Position | undefined) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    await client.query(
      `BEGIN ISOLATION LEVEL REPEATABLE READ;
       LOCK TABLE live_gate IN ACCESS SHARE MODE;
       SET LOCAL statement_timeout = ${timeoutMs}`,
    );
    try {
      return await work(client, await currentPosition(runner));
    } finally {
      await client.query('ROLLBACK');
    }
  } finally {
    await runner.release();
  }
}

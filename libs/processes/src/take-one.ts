import { inTransaction, withClient } from '#projections';
import type { PoolClient } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';

/**
 * Works on one due row, which is locked meanwhile: any number of workers pass over each other's rows, and a worker that
 * is killed lets its row go. `sql` selects one row FOR UPDATE SKIP LOCKED; `work` says in the same transaction what
 * became of it.
 * @returns false when nothing was due
 */
export const takeOne = <Row extends object>(
  dataSource: DataSource,
  sql: string,
  parameters: readonly unknown[],
  work: (row: Row, client: PoolClient) => Promise<void>,
): Promise<boolean> =>
  withClient(dataSource, (client) =>
    inTransaction(client, async () => {
      const { rows } = await client.query<Row>(sql, [...parameters]);
      if (rows.length === 0) return false;
      await work(rows[0]!, client);
      return true;
    }),
  );

/** Looks for work every so often, and at once when woken. Errors are told and do not end it. */
export class Poll {
  private readonly stopping = new AbortController();
  private waking = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    /** Does one piece; false when there was none. */
    private readonly work: () => Promise<boolean>,
    private readonly everyMs: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  wake(): void {
    this.waking.abort();
  }

  /** Resolves when the piece at hand is done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.waking = new AbortController();
      let worked = false;
      try {
        worked = await this.work();
      } catch (error) {
        this.onError(error);
      }
      if (worked) continue;
      await delay(this.everyMs, undefined, { signal: this.waking.signal }).catch(() => undefined);
    }
  }
}

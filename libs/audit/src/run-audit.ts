import type { EventStore } from '#event-store';
import { comparePositions } from '#kernel';
import { backoffMs } from '#projections';
import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { AuditFolder } from './keys/audit-folder.js';
import { Arrivals } from './log/arrivals.js';
import type { Sql } from './log/audit-tables.js';
import { LogWriter, sqlOf } from './log/log-writer.js';
import { reconcile, refuseContradiction, type AuditLogger } from './log/reconcile.js';
import type { Checkpoint } from './offline/checkpoint.js';

export interface AuditOptions {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  /** The setting NCS_DATA: keys and checkpoint file are in `audit` below it. */
  readonly dataFolder: string;
  readonly log: AuditLogger;
  /** A log that grew is signed at the latest this long after. Default 5 s. */
  readonly checkpointMs?: number;
  /** Events of one transaction at most. Default 1,000. */
  readonly batchEvents?: number;
}

export interface AuditStatus {
  readonly state: 'starting' | 'standby' | 'catching-up' | 'live' | 'failing' | 'stopped';
  /** Events in the log. */
  readonly size: number;
  /** Events under the last checkpoint. */
  readonly signedSize: number;
  readonly signedAt: string | undefined;
  readonly lastError: string | undefined;
}

export interface RunningAudit {
  status(): AuditStatus;
  /** Resolves when the batch at hand is stored and what is in the log is signed. */
  stop(): Promise<void>;
}

/**
 * Follows every event of the store into the Merkle log and signs it. Any number may run: one holds the lock and works,
 * the others stand by. Every error ends the session; the next one goes on, after a jittered pause, from what is stored.
 */
export function runAudit(options: AuditOptions): RunningAudit {
  const stopping = new AbortController();
  const runner = new AuditRunner(options, stopping.signal);
  const running = runner.run();
  return {
    status: () => runner.status,
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}

/** The store ends before the log does: what it lost, or whose store it is, must be looked at by a person. */
export class StoreBehindLogError extends Error {
  override readonly name = 'StoreBehindLogError';
}

const standbyPollMs = 500;
const lockSql = (call: string) => `SELECT ${call}(hashtextextended('audit-log', 0)) AS mine`;

class AuditRunner {
  status: AuditStatus = { state: 'starting', size: 0, signedSize: 0, signedAt: undefined, lastError: undefined };
  private failures = 0;
  private readonly folder: AuditFolder;

  constructor(
    private readonly options: AuditOptions,
    private readonly stopping: AbortSignal,
  ) {
    this.folder = new AuditFolder(options.dataFolder);
  }

  async run(): Promise<void> {
    while (!this.stopping.aborted) {
      try {
        await this.session();
      } catch (error) {
        if (this.stopping.aborted) break;
        this.failures++;
        const pauseMs = backoffMs(this.failures);
        this.tell({
          state: 'failing',
          lastError: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
        });
        this.options.log.error({ err: error, failures: this.failures, pauseMs }, 'audit failed');
        await delay(pauseMs, undefined, { signal: this.stopping }).catch(() => undefined);
      }
    }
    this.tell({ state: 'stopped' });
  }

  private tell(change: Partial<AuditStatus>): void {
    this.status = { ...this.status, ...change };
  }

  private async session(): Promise<void> {
    const queryRunner = this.options.dataSource.createQueryRunner();
    const session = new AbortController();
    const end = () => session.abort();
    this.stopping.addEventListener('abort', end, { once: true });
    let client: PoolClient | undefined;
    try {
      client = (await queryRunner.connect()) as PoolClient;
      // The lock dies with this connection: whoever loses it must stop at once.
      client.once('error', end);
      if (await this.takeLead(client)) await this.lead(client, session);
    } finally {
      session.abort();
      this.stopping.removeEventListener('abort', end);
      client?.removeListener('error', end);
      await client?.query(lockSql('pg_advisory_unlock')).catch(() => undefined);
      await queryRunner.release();
    }
  }

  /** @returns false when stopped before this process's turn */
  private async takeLead(client: PoolClient): Promise<boolean> {
    while (!this.stopping.aborted) {
      const [row] = await sqlOf(client)<{ mine: boolean }>(lockSql('pg_try_advisory_lock'));
      if (row!.mine) return true;
      this.tell({ state: 'standby' });
      await delay(standbyPollMs, undefined, { signal: this.stopping }).catch(() => undefined);
    }
    return false;
  }

  private async lead(client: PoolClient, session: AbortController): Promise<void> {
    const { store, log, batchEvents = 1_000 } = this.options;
    const signed = await reconcile(sqlOf(client), this.folder, log);
    const writer = await LogWriter.open(client);
    const { position, size, origin } = writer.state;
    // Fails here, at once and clearly, when the key is not in this folder.
    await this.folder.keys(origin);
    const head = await store.head();
    if (position && (!head || comparePositions(head, position) < 0)) {
      throw new StoreBehindLogError(`the event store ends before the last of ${size} events in the audit log`);
    }
    log.info({ size, signedSize: signed?.size ?? 0 }, 'audit leads');
    this.tell({ state: 'catching-up', size, signedSize: signed?.size ?? 0, signedAt: signed?.signedAt });
    const messages = store.subscribe({ ...(position ? { after: position } : {}), signal: session.signal });
    const signing = new Signing(writer, this.folder, sqlOf(client), signed, this.options.checkpointMs ?? 5_000);
    const arrivals = new Arrivals(messages, batchEvents);
    try {
      await this.follow(arrivals, writer, signing);
    } finally {
      arrivals.close();
    }
  }

  private async follow(arrivals: Arrivals, writer: LogWriter, signing: Signing): Promise<void> {
    for (;;) {
      const arrived = await arrivals.take(signing.waitMs).catch((error: unknown) => {
        if (this.stopping.aborted) return undefined;
        throw error;
      });
      if (!arrived) break;
      if (arrived.position) await writer.append(arrived.events, arrived.position);
      this.failures = 0;
      this.tell({ state: arrivals.caughtUp ? 'live' : 'catching-up', size: writer.state.size, lastError: undefined });
      if (await signing.isDue()) await this.sign(signing);
    }
    if (signing.isBehind()) await this.sign(signing);
  }

  private async sign(signing: Signing): Promise<void> {
    const { size, signedAt } = await signing.sign();
    this.tell({ signedSize: size, signedAt });
    this.options.log.info({ size }, 'audit checkpoint');
  }
}

/** When the log is to be signed: it grew and the last time is long enough ago, or a new key takes over. */
class Signing {
  private dueAt: number;
  private signedSize: number;

  constructor(
    private readonly writer: LogWriter,
    private readonly folder: AuditFolder,
    private readonly sql: Sql,
    /** The last one of earlier sessions, until the log is known not to contradict it. */
    private earlier: Checkpoint | undefined,
    private readonly everyMs: number,
  ) {
    this.signedSize = earlier?.size ?? 0;
    this.dueAt = performance.now() + everyMs;
  }

  get waitMs(): number {
    return Math.max(1, this.dueAt - performance.now());
  }

  isBehind(): boolean {
    return this.writer.state.size > this.signedSize;
  }

  async isDue(): Promise<boolean> {
    if (performance.now() < this.dueAt) return false;
    if (this.isBehind()) return true;
    this.dueAt = performance.now() + this.everyMs;
    const { size, origin } = this.writer.state;
    return size > 0 && size === this.signedSize && (await this.folder.keys(origin)).next !== undefined;
  }

  async sign(): Promise<{ readonly size: number; readonly signedAt: string }> {
    if (this.earlier) await refuseContradiction(this.sql, this.earlier);
    this.earlier = undefined;
    const now = new Date();
    const { size, origin } = this.writer.state;
    await this.writer.sign(await this.folder.keys(origin), this.folder, now);
    this.signedSize = size;
    this.dueAt = performance.now() + this.everyMs;
    return { size, signedAt: now.toISOString() };
  }
}

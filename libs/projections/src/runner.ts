import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '#event-store';
import { formatPosition } from '#kernel';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { Decode } from './apply-events.js';
import { Batches, type Batch, type BatchOptions } from './batches.js';
import { readGroup } from './builds.js';
import { backoffMs } from './failures.js';
import { GroupWriter } from './group-writer.js';
import { loadLiveBuilds, prepareGroup } from './live-builds.js';
import { Heartbeat, type RunnerStatus } from './heartbeat.js';
import { withClient } from './sql-client.js';
import { wantedTypes, type AnyView } from './view.js';
import { withDiscards, type DiscardEvents } from './discards.js';

/** As of pino. */
export interface RunnerLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface RunnerOptions {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly views: readonly AnyView[];
  readonly decode: Decode;
  readonly log: RunnerLog;
  /** Default `main`. One runner works per group. */
  readonly group?: string;
  readonly batch?: Partial<BatchOptions>;
  /** Called once per session with the views whose live table is missing or outdated; rejects when aborted. */
  readonly rebuild?: (views: readonly AnyView[], signal: AbortSignal) => Promise<void>;
  /** Events by which somebody decided that a view shall pass an event over. */
  readonly discards?: DiscardEvents;
  /** Work of the runner that leads, beside the batches; called anew when it ends with an error. */
  readonly beside?: (signal: AbortSignal) => Promise<void>;
}

const standbyPollMs = 500;

/**
 * Keeps the live tables of a group of views in step with the event store. Any number may run: one holds the group's
 * advisory lock and works, the others stand by. Every error ends the session; the next one starts, after a jittered
 * pause, from the checkpoint that is stored.
 */
export class ProjectionRunner {
  readonly group: string;
  private readonly stopping = new AbortController();
  private readonly heartbeat: Heartbeat;
  private running: Promise<void> | undefined;
  private failures = 0;

  constructor(private readonly options: RunnerOptions) {
    this.group = options.group ?? 'main';
    const runner = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
    this.heartbeat = new Heartbeat(options.dataSource, options.store, this.group, runner);
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Resolves when the batch at hand is committed or rolled back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  status(): RunnerStatus {
    return this.heartbeat.status();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.session(signal);
      } catch (error) {
        if (signal.aborted) break;
        this.failures++;
        this.heartbeat.failed(error);
        const pauseMs = backoffMs(this.failures);
        this.options.log.error(
          { group: this.group, err: error, failures: this.failures, pauseMs },
          'projection failed',
        );
        await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
    await this.heartbeat.stop();
  }

  private session(signal: AbortSignal): Promise<void> {
    return withClient(this.options.dataSource, async (client) => {
      const session = new AbortController();
      const end = () => session.abort(signal.reason);
      signal.addEventListener('abort', end, { once: true });
      // The lock dies with this connection: whoever loses it must stop at once.
      const lost = (error: Error) => session.abort(error);
      client.once('error', lost);
      try {
        if (!(await this.takeLead(client, session.signal))) return;
        await this.lead(client, session);
      } finally {
        session.abort();
        signal.removeEventListener('abort', end);
        client.removeListener('error', lost);
        await client.query('SELECT pg_advisory_unlock_all(); RESET ALL').catch(() => undefined);
      }
    });
  }

  /** @returns false when stopped before this runner's turn */
  private async takeLead(client: PoolClient, signal: AbortSignal): Promise<boolean> {
    // A dead machine closes no connection: the server must find out by itself, or the others would wait for hours.
    await client.query(`SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3`);
    // Rows and checkpoint are lost together, if at all, and come again from the store.
    await client.query(`SET synchronous_commit = off`);
    while (!signal.aborted) {
      const { rows } = await client.query<{ mine: boolean }>(
        `SELECT pg_try_advisory_lock(hashtextextended('projection:' || $1, 0)) AS mine`,
        [this.group],
      );
      if (rows[0]!.mine) return true;
      this.failures = 0;
      this.heartbeat.standby();
      await delay(standbyPollMs, undefined, { signal }).catch(() => undefined);
    }
    return false;
  }

  private async lead(client: PoolClient, session: AbortController): Promise<void> {
    const { views, store, log, discards } = this.options;
    await prepareGroup(client, this.group, views);
    const { live, outdated } = await loadLiveBuilds(client, this.group, views);
    const { position } = (await readGroup(client, this.group))!;
    const versions = Object.fromEntries(live.map(({ view }) => [view.name, view.version]));
    const from = position ? formatPosition(position) : 'start';
    log.info({ group: this.group, from, versions, outdated: outdated.map(({ name }) => name) }, 'projection leads');
    const types = withDiscards(wantedTypes(views), discards);
    const subscription = store.subscribe({
      ...(position ? { after: position } : {}),
      ...(types ? { types } : {}),
      signal: session.signal,
    });
    const batches = new Batches(subscription, { maxEvents: 500, lingerMs: 50, ...this.options.batch });
    const writer = new GroupWriter(client, this.group, this.options, position);
    this.heartbeat.lead(batches, position, (error) => session.abort(error));
    const aside = Promise.all([this.buildOutdated(outdated, session.signal), this.workBeside(session.signal)]);
    try {
      for await (const batch of batches) await this.work(writer, batch);
      if (!this.stopping.signal.aborted) throw session.signal.reason ?? new Error('the subscription ended');
    } finally {
      session.abort();
      await aside;
    }
  }

  private async work(writer: GroupWriter, batch: Batch): Promise<void> {
    const started = performance.now();
    const events = await writer.write(batch);
    this.failures = 0;
    this.heartbeat.progressed(writer.position, events, batch.caughtUp);
    if (events === 0) return;
    const ms = Math.round(performance.now() - started);
    this.options.log.info({ group: this.group, events, ms, position: formatPosition(writer.position!) }, 'batch');
  }

  private async buildOutdated(views: readonly AnyView[], signal: AbortSignal): Promise<void> {
    const { rebuild } = this.options;
    if (views.length > 0 && rebuild) await this.untilDone('rebuild', signal, () => rebuild(views, signal));
  }

  private async workBeside(signal: AbortSignal): Promise<void> {
    const { beside } = this.options;
    if (beside) await this.untilDone('work beside', signal, () => beside(signal));
  }

  /** In the background: live views go on meanwhile. A failure is tried again, and seen in the status. */
  private async untilDone(what: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    for (let failures = 1; !signal.aborted; failures++) {
      try {
        return await work();
      } catch (error) {
        if (signal.aborted) return;
        this.heartbeat.failed(error, what);
        this.options.log.error({ group: this.group, err: error, what }, 'failed beside the batches');
        await delay(backoffMs(failures), undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

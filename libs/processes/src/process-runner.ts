import type { EventStore } from '#event-store';
import { formatPosition, type Position } from '#kernel';
import {
  backoffMs,
  Batches,
  describeFailure,
  FencedError,
  isOutage,
  withClient,
  type Decode,
  type RunnerLog,
} from '#projections';
import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { Decisions } from './decisions.js';
import { dispatchOne, type Submit } from './dispatcher.js';
import { sendOne, type OutboxOptions } from './outbox.js';
import type { Process } from './process.js';
import { registerProcess } from './process-state.js';
import { ProcessWriter } from './process-writer.js';
import { Poll } from './take-one.js';

export interface ProcessRunnerOptions {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly decode: Decode;
  readonly processes: readonly Process[];
  /** Left out: nobody decides by events. */
  readonly decisions?: Decisions;
  readonly submit: Submit;
  readonly log: RunnerLog;
  readonly now: () => Date;
  /** Left out: letters are written and not sent. */
  readonly outbox?: Omit<OutboxOptions, 'now'>;
  /** How often deadlines and letters are looked for; what follows from an event at once does not wait for it. */
  readonly pollMs?: number;
}

export interface ProcessStatus {
  readonly state: 'starting' | 'standby' | 'leading' | 'failing' | 'stopped';
  /** Of each process, while this one leads. */
  readonly positions: Readonly<Record<string, string>>;
  /** What stops single processes at the moment, by their names; the others go on. */
  readonly failing: Readonly<Record<string, string>>;
  readonly lastError: string | undefined;
}

const standbyPollMs = 500;
const lockSql = (call: string) => `SELECT ${call}(hashtextextended('processes', 0)) AS mine`;

/**
 * Lets the processes follow the events. Any number may run: one leads, each process with a checkpoint of its own; all
 * of them carry out commands that are due and send letters. An event that a process can't take is parked. What fails
 * otherwise stops that process alone, which starts again, after a jittered pause, from what is stored; an outage and a
 * lost lead end the session of all.
 */
export class ProcessRunner {
  private readonly stopping = new AbortController();
  private readonly dispatching: Poll;
  private readonly sending: Poll | undefined;
  private current: ProcessStatus = { state: 'starting', positions: {}, failing: {}, lastError: undefined };
  private running: Promise<void> | undefined;
  private failures = 0;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ProcessRunnerOptions) {
    const { dataSource, log, now, outbox, pollMs = 1_000, submit } = options;
    const failed = (what: string) => (error: unknown) => {
      this.tell({ lastError: String(error) });
      log.error({ err: error }, what);
    };
    const dispatch = () => dispatchOne(dataSource, submit, now, log);
    this.dispatching = new Poll(dispatch, pollMs, failed('commands of processes are not carried out'));
    const send = outbox && (() => sendOne(dataSource, { ...outbox, now }));
    this.sending = send && new Poll(send, pollMs, failed('letters are not sent'));
  }

  start(): void {
    this.running ??= this.run();
    this.dispatching.start();
    this.sending?.start();
  }

  /** Resolves when what is at hand is done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.running, this.dispatching.stop(), this.sending?.stop()]);
    this.tell({ state: 'stopped' });
  }

  status(): ProcessStatus {
    return this.current;
  }

  private tell(change: Partial<ProcessStatus>): void {
    this.current = { ...this.current, ...change };
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await withClient(this.options.dataSource, (client) => this.session(client));
      } catch (error) {
        if (signal.aborted) break;
        this.failures++;
        const pauseMs = backoffMs(this.failures);
        this.tell({ state: 'failing', lastError: String(error) });
        this.options.log.error({ err: error, failures: this.failures, pauseMs }, 'processes failed');
        await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async session(client: PoolClient): Promise<void> {
    const session = new AbortController();
    const end = () => session.abort();
    this.stopping.signal.addEventListener('abort', end, { once: true });
    // The lock dies with this connection: whoever loses it must stop at once.
    client.once('error', end);
    try {
      if (!(await this.takeLead(client, session.signal))) return;
      this.tell({ state: 'leading', positions: {} });
      const following = this.options.processes.map((process) =>
        this.keepFollowing(process, session.signal).finally(() => session.abort()),
      );
      const failed = (await Promise.allSettled(following)).find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
    } finally {
      session.abort();
      this.tell({ failing: {} });
      this.stopping.signal.removeEventListener('abort', end);
      client.removeListener('error', end);
      await client.query(lockSql('pg_advisory_unlock')).catch(() => undefined);
    }
  }

  /** @returns false when stopped before this one's turn */
  private async takeLead(client: PoolClient, signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const { rows } = await client.query<{ mine: boolean }>(lockSql('pg_try_advisory_lock'));
      if (rows[0]!.mine) return true;
      this.tell({ state: 'standby' });
      await delay(standbyPollMs, undefined, { signal }).catch(() => undefined);
    }
    return false;
  }

  /** One batch at a time, so that many processes need no more connections than one. */
  private inTurn<T>(write: () => Promise<T>): Promise<T> {
    const turn = this.writing.then(write);
    this.writing = turn.catch(() => undefined);
    return turn;
  }

  /** @throws what concerns all processes: an outage, or another leader */
  private async keepFollowing(process: Process, signal: AbortSignal): Promise<void> {
    for (let failures = 1; !signal.aborted; failures++) {
      const from = this.current.positions[process.name];
      try {
        await this.follow(process, signal);
      } catch (error) {
        if (signal.aborted) return;
        if (isOutage(error) || error instanceof FencedError) throw error;
        if (this.current.positions[process.name] !== from) failures = 1;
        const { errorClass, message } = describeFailure(error);
        const text = `${errorClass}: ${message}`;
        this.tell({
          failing: { ...this.current.failing, [process.name]: text },
          lastError: `${process.name}: ${text}`,
        });
        const pauseMs = backoffMs(failures);
        this.options.log.error({ process: process.name, err: error, failures, pauseMs }, 'a process failed');
        await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async follow(process: Process, signal: AbortSignal): Promise<void> {
    const { dataSource, decisions, now, store } = this.options;
    const state = await registerProcess(dataSource, process, await store.head(), now());
    const writer = new ProcessWriter(dataSource, process, this.options, state);
    const { position } = writer;
    const subscription = store.subscribe({
      ...(position ? { after: position } : {}),
      types: [...process.eventTypes, ...(decisions?.types ?? [])],
      signal,
    });
    for await (const batch of new Batches(subscription, { maxEvents: 200, lingerMs: 20 })) {
      if (signal.aborted) return;
      if (await this.inTurn(() => writer.write(batch))) {
        this.dispatching.wake();
        this.sending?.wake();
      }
      this.failures = 0;
      this.progressed(process.name, writer.position);
    }
    if (!signal.aborted) throw new Error(`the subscription of "${process.name}" ended`);
  }

  private progressed(name: string, position: Position | undefined): void {
    const { [name]: _mended, ...failing } = this.current.failing;
    const at = position && { [name]: formatPosition(position) };
    this.tell({ state: 'leading', failing, positions: { ...this.current.positions, ...at } });
  }
}

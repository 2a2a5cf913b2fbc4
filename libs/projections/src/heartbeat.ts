import type { EventStore } from '#event-store';
import { comparePositions, formatPosition, type Position } from '#kernel';
import type { DataSource } from 'typeorm';
import type { Batches } from './batches.js';
import { describeFailure } from './failures.js';
import { fromPosition } from './sql-client.js';

export type RunnerState = 'starting' | 'standby' | 'catching-up' | 'live' | 'failing' | 'stopped';

export interface RunnerStatus {
  readonly group: string;
  readonly runner: string;
  readonly state: RunnerState;
  readonly position: string | undefined;
  readonly head: string | undefined;
  /** Events that wait; while catching up an estimate from the density of events so far. */
  readonly lagEvents: number;
  /** Age of the oldest fact that is not in the tables yet; 0 when none is known. */
  readonly lagSeconds: number;
  readonly lastError: string | undefined;
  readonly lastErrorAt: string | undefined;
  /** Last time a batch was committed, or the runner saw that there was nothing to do. */
  readonly progressAt: string;
  readonly events: number;
}

const beatMs = 1_000;
/** A call that is silent for this long will not answer any more. */
const hangsAfterMs = 15_000;

/** What a runner says about itself: to its own process at once, to the others by a row, once a second. */
export class Heartbeat {
  private state: RunnerState = 'starting';
  private batches: Batches | undefined;
  private position: Position | undefined;
  private startPosition: Position | undefined;
  private head: Position | undefined;
  private behindSince: number | undefined;
  private lastError: { readonly text: string; readonly at: Date } | undefined;
  private progressAt = new Date();
  private events = 0;
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();
  private isBeating = false;
  private beatingSince = 0;
  private giveUp: ((error: unknown) => void) | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly store: EventStore,
    private readonly group: string,
    private readonly runner: string,
  ) {}

  standby(): void {
    this.state = 'standby';
    this.progressAt = new Date();
    this.silence();
  }

  /** `giveUp` ends the session when the database or the store stop answering while nothing arrives. */
  lead(batches: Batches, position: Position | undefined, giveUp: (error: unknown) => void): void {
    this.silence();
    this.state = 'catching-up';
    this.batches = batches;
    this.position = position;
    this.startPosition = position;
    this.events = 0;
    this.giveUp = giveUp;
    this.timer = setInterval(() => void this.beat(), beatMs);
    void this.beat();
  }

  progressed(position: Position | undefined, events: number, caughtUp: boolean): void {
    this.position = position;
    this.events += events;
    this.state = caughtUp ? 'live' : 'catching-up';
    this.progressAt = new Date();
    this.behindSince = undefined;
    if (this.lastError?.text.startsWith('session')) this.lastError = undefined;
  }

  failed(error: unknown, during = 'session'): void {
    const { errorClass, message } = describeFailure(error);
    this.lastError = { text: `${during}: ${errorClass}: ${message}`, at: new Date() };
    if (during !== 'session') return;
    this.state = 'failing';
    this.silence();
    // Where the database itself is away, the others see that the row grows old.
    this.beating = this.write().catch(() => undefined);
  }

  async stop(): Promise<void> {
    const wasLeading = this.batches !== undefined;
    this.silence();
    this.state = 'stopped';
    await this.beating;
    if (wasLeading) await this.write().catch(() => undefined);
  }

  status(): RunnerStatus {
    const text = (position: Position | undefined) => position && formatPosition(position);
    return {
      group: this.group,
      runner: this.runner,
      state: this.state,
      position: text(this.position),
      head: text(this.head),
      lagEvents: this.lagEvents(),
      lagSeconds: this.lagSeconds(),
      lastError: this.lastError?.text,
      lastErrorAt: this.lastError?.at.toISOString(),
      progressAt: this.progressAt.toISOString(),
      events: this.events,
    };
  }

  private silence(): void {
    clearInterval(this.timer);
    this.batches = undefined;
    this.giveUp = undefined;
  }

  private async beat(): Promise<void> {
    const { giveUp } = this;
    const waitedMs = Date.now() - this.beatingSince;
    if (this.isBeating) {
      if (waitedMs > hangsAfterMs) giveUp?.(new Error(`no answer from event store or database for ${waitedMs} ms`));
      return;
    }
    this.isBeating = true;
    this.beatingSince = Date.now();
    this.beating = this.observe()
      .catch((error: unknown) => giveUp?.(error))
      .finally(() => (this.isBeating = false));
    await this.beating;
  }

  private async observe(): Promise<void> {
    this.head = await this.store.head();
    if (!this.isBehind()) {
      this.behindSince = undefined;
      if (this.state === 'live') this.progressAt = new Date();
    } else this.behindSince ??= Date.now();
    await this.write();
  }

  private isBehind(): boolean {
    return this.head !== undefined && (!this.position || comparePositions(this.head, this.position) > 0);
  }

  private lagEvents(): number {
    const pending = this.batches?.pending ?? 0;
    if (this.state === 'live' || !this.isBehind() || this.events === 0) return pending;
    const places = (from: Position | undefined, to: Position) => Number(to.commit - (from?.commit ?? 0n));
    const density = this.events / Math.max(1, places(this.startPosition, this.position!));
    return Math.max(pending, Math.round(places(this.position, this.head!) * density));
  }

  private lagSeconds(): number {
    const oldest = this.batches?.oldestPending?.metadata.recordedAt;
    const since = oldest ? Date.parse(oldest) : this.behindSince;
    return since === undefined ? 0 : Math.max(0, (Date.now() - since) / 1000);
  }

  private async write(): Promise<void> {
    const { state, lagEvents, lagSeconds, lastError, lastErrorAt } = this.status();
    await this.dataSource.query(
      `INSERT INTO projection_status AS s (group_name, runner, state, head_commit, head_prepare, lag_events,
         lag_seconds, last_error, last_error_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now())
       ON CONFLICT (group_name) DO UPDATE SET runner = excluded.runner, state = excluded.state,
         head_commit = excluded.head_commit, head_prepare = excluded.head_prepare, lag_events = excluded.lag_events,
         lag_seconds = excluded.lag_seconds, last_error = excluded.last_error,
         last_error_at = excluded.last_error_at, updated_at = excluded.updated_at`,
      [
        this.group,
        this.runner,
        state,
        ...fromPosition(this.head),
        lagEvents,
        lagSeconds,
        lastError ?? null,
        lastErrorAt ?? null,
      ],
    );
  }
}

import { performance } from 'node:perf_hooks';
import type { EventLog } from '../log/event-log.js';
import { StoredEvent } from '../log/stored-event.js';
import { Status } from '../protocol/constants.js';
import { CallError, asError, storageFailed } from '../protocol/errors.js';
import { RecentIds } from './recent-ids.js';
import { Staging } from './staging.js';

/** Decides on what is staged so far, stages its events, and says what to answer once they are durable. */
export type WriteCommand<Answer> = (staging: Staging) => Answer;

interface Waiting {
  run(staging: Staging): void;
  settle(failure: Error | undefined): void;
  readonly bytes: number;
}

const BATCH_COMMANDS = 4_000;
/** A shorter queue is not worth two flushes. */
const HALVED_FROM = 16;
/** What one official client gets through, roughly. */
const CLIENT_APPENDS_PER_MS = 10;
const BATCH_BYTES = 16 * 1024 * 1024;
/** Beyond this many bytes waiting, calls stop reading from their clients. */
const QUEUE_BYTES = 64 * 1024 * 1024;

/**
 * The single writer. While one batch is being flushed the next gathers (group commit); every command is decided
 * on the committed state plus what the same batch has staged before it. Answers go out only after the flush.
 */
export class Writer {
  private readonly recentIds = new RecentIds();
  private waiting: Waiting[] = [];
  private waitingBytes = 0;
  private running: Promise<void> | undefined;
  private readonly roomWaiters: (() => void)[] = [];
  private lastCreated: number;
  /** How long commits have taken of late. */
  private flushMs = 0;
  private stopped = false;

  constructor(
    private readonly log: EventLog,
    private readonly published: (streams: Iterable<string>) => void,
    private readonly clock: () => number = Date.now,
  ) {
    const newest = log.read(log.lastPosition);
    this.lastCreated = newest ? new StoredEvent(newest, log.lastPosition).created : 0;
  }

  /** `bytes` is what the command keeps in memory while it waits. Resolves when the outcome is durable. */
  submit<Answer>(bytes: number, command: WriteCommand<Answer>): Promise<Answer> {
    if (this.stopped) return Promise.reject(new CallError(Status.UNAVAILABLE, 'The event node is stopping.'));
    return new Promise<Answer>((resolve, reject) => {
      let settle: (failure: Error | undefined) => void = () => undefined;
      this.waiting.push({
        bytes,
        run: (staging) => {
          const answer = command(staging);
          settle = (failure) => (failure ? reject(failure) : resolve(answer));
        },
        settle: (failure) => {
          if (failure) reject(failure);
          else settle(undefined);
        },
      });
      this.waitingBytes += bytes;
      this.running ??= this.drain();
    });
  }

  get hasRoom(): boolean {
    return this.waitingBytes < QUEUE_BYTES;
  }

  room(): Promise<void> {
    return this.hasRoom ? Promise.resolve() : new Promise((resolve) => this.roomWaiters.push(resolve));
  }

  /** Finishes what is waiting, then refuses. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      // The answers of the batch before go out first, and what arrives in this turn of the event loop joins the next.
      await new Promise((resolve) => setImmediate(resolve));
      await this.writeBatch();
    }
    this.running = undefined;
  }

  private async writeBatch(): Promise<void> {
    // Events of one stream never go back in time: $maxAge relies on it.
    this.lastCreated = Math.max(this.clock(), this.lastCreated);
    const staging = new Staging(this.log, this.recentIds, this.lastCreated);
    const taken = this.take(staging);
    let failure: Error | undefined;
    if (!staging.isEmpty) {
      try {
        const started = performance.now();
        await this.log.commit(staging.batch);
        this.flushMs += (performance.now() - started - this.flushMs) / 8;
        this.published(staging.remember());
      } catch (error) {
        failure = storageFailed(asError(error).message);
      }
    }
    // A refused command may have been refused because of what the same batch wrote: on failure it fails as well.
    for (const command of taken) command.settle(failure);
  }

  /**
   * Half of what waits, when the disk is faster than the clients: they work on the answers of one half while the other
   * is being flushed. Taken all at once, clients and disk would only ever wait for each other.
   */
  private get batchLength(): number {
    const { length } = this.waiting;
    const diskIsFaster = this.flushMs * CLIENT_APPENDS_PER_MS < length;
    return length >= HALVED_FROM && diskIsFaster ? Math.ceil(length / 2) : length;
  }

  private take(staging: Staging): Waiting[] {
    const taken: Waiting[] = [];
    let index = 0;
    const most = Math.min(this.batchLength, BATCH_COMMANDS);
    for (; index < most && staging.bytes < BATCH_BYTES; index++) {
      const command = this.waiting[index] as Waiting;
      this.waitingBytes -= command.bytes;
      try {
        command.run(staging);
        taken.push(command);
      } catch (error) {
        command.settle(asError(error));
      }
    }
    this.waiting = this.waiting.slice(index);
    if (this.hasRoom) for (const waiter of this.roomWaiters.splice(0)) waiter();
    return taken;
  }
}

import type { DataSource } from 'typeorm';
import { staleAfterMs } from './outbox.js';

/** What of a process waits: for a person, or for its turn. */
export interface ProcessFigures {
  readonly process: string;
  /** Events with an error of their own. */
  readonly parked: number;
  /** Events that wait behind them. */
  readonly waiting: number;
  /** Commands that failed by a defect again and again, and nobody dismissed. */
  readonly parkedCommands: number;
  /** Of events and commands. */
  readonly oldestParkedAt: Date | null;
  /** Commands that a rule refused and nobody dismissed. */
  readonly refused: number;
  readonly oldestRefusedAt: Date | null;
  /** Commands that failed without being refused and are tried again by themselves. */
  readonly retrying: number;
  /** Commands that are due and not carried out yet, those that are tried again among them. */
  readonly due: number;
  readonly oldestDueAt: Date | null;
  /** Letters of the last days that could not be sent and are tried again. */
  readonly retryingLetters: number;
  /** Letters of the last days that were given up: nobody knows an address, or the server refused it. */
  readonly givenUpLetters: number;
}

/** Of every process that this database knows, by name. From PostgreSQL alone. */
export const readProcessFigures = (dataSource: DataSource): Promise<ProcessFigures[]> =>
  dataSource.query<ProcessFigures[]>(
    `SELECT p.name AS process, e.parked, e.waiting, c.parked AS "parkedCommands",
            least(e.oldest, c.oldest_parked) AS "oldestParkedAt",
            c.refused, c.oldest_refused AS "oldestRefusedAt", c.retrying,
            d.due, d.oldest AS "oldestDueAt", l.retrying AS "retryingLetters", l.given_up AS "givenUpLetters"
       FROM process p
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE attempts > 0)::integer AS parked,
               count(*) FILTER (WHERE attempts = 0)::integer AS waiting, min(parked_at) AS oldest
          FROM process_parked WHERE process = p.name) e
      CROSS JOIN LATERAL (
        SELECT count(aside_at) FILTER (WHERE error_class IS NOT NULL)::integer AS parked,
               min(aside_at) FILTER (WHERE error_class IS NOT NULL) AS oldest_parked,
               count(aside_at) FILTER (WHERE error_class IS NULL)::integer AS refused,
               min(aside_at) FILTER (WHERE error_class IS NULL) AS oldest_refused,
               count(*) FILTER (WHERE aside_at IS NULL)::integer AS retrying
          FROM process_command
         WHERE process = p.name AND dismissed_at IS NULL AND attempts > 0) c
      CROSS JOIN LATERAL (
        SELECT count(*)::integer AS due, min(due_at) AS oldest
          FROM process_command WHERE process = p.name AND aside_at IS NULL AND due_at <= now()) d
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE given_up_at IS NULL)::integer AS retrying,
               count(given_up_at)::integer AS given_up
          FROM outbox_message
         WHERE process = p.name AND sent_at IS NULL AND attempts > 0
           AND occurred_at > now() - make_interval(secs => $1)) l
      ORDER BY p.name`,
    [staleAfterMs / 1_000],
  );

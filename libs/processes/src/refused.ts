import type { DataSource } from 'typeorm';

/** A command of a process that a rule refused. */
export interface RefusedCommand {
  readonly commandId: string;
  readonly process: string;
  readonly act: string;
  readonly body: object;
  /** Id of the event that the command follows from. */
  readonly causationId: string;
  /** Stable code of the refusal. */
  readonly code: string;
  /** Facts of the refusal; null: refused before they were kept. */
  readonly refusal: Refusal | null;
  readonly attempts: number;
  readonly refusedAt: Date;
  /** Null: nobody has said yet that it may be let be. */
  readonly dismissedAt: Date | null;
  readonly dismissedBy: string | null;
  readonly dismissedBecause: string | null;
}

export interface Refusal {
  readonly details: Readonly<Record<string, unknown>>;
  readonly fields: readonly { readonly field: string; readonly code: string }[];
}

export interface RefusedFilter {
  readonly process?: string | undefined;
  /** Those that somebody dismissed, instead of those that somebody must look at. */
  readonly dismissed?: boolean | undefined;
}

/** Oldest first. */
export const listRefused = (dataSource: DataSource, filter: RefusedFilter = {}): Promise<RefusedCommand[]> =>
  dataSource.query<RefusedCommand[]>(
    `SELECT command_id AS "commandId", process, act, body, causation_id AS "causationId", last_error AS code, refusal,
            attempts, refused_at AS "refusedAt", dismissed_at AS "dismissedAt", dismissed_by AS "dismissedBy",
            dismissed_because AS "dismissedBecause"
       FROM process_command
      WHERE refused_at IS NOT NULL AND (dismissed_at IS NOT NULL) = $2 AND ($1::text IS NULL OR process = $1)
      ORDER BY refused_at, command_id`,
    [filter.process ?? null, filter.dismissed ?? false],
  );

/**
 * The command is due again: a projector carries it out within its poll, under the same command id, so that whatever
 * happens on the way it is recorded once; refused again, it is listed again.
 * @returns false when it is not refused (any more), or was dismissed
 */
export async function retryRefused(dataSource: DataSource, commandId: string): Promise<boolean> {
  // Due when it was: that has passed on any clock.
  const [, changed] = await dataSource.query<[unknown, number]>(
    `UPDATE process_command SET refused_at = NULL, refusal = NULL, next_attempt_at = due_at
      WHERE command_id = $1 AND refused_at IS NOT NULL AND dismissed_at IS NULL`,
    [commandId],
  );
  return changed === 1;
}

/**
 * Nobody needs to look at it any more. The row stays, with who said so and why, and gives up its key: it does not stand
 * in the way of a later deadline, and no later event removes it.
 * @returns false when it is not refused (any more), or was dismissed before
 */
export async function dismissRefused(
  dataSource: DataSource,
  commandId: string,
  because: { readonly reason: string; readonly by: string },
): Promise<boolean> {
  const [, changed] = await dataSource.query<[unknown, number]>(
    `UPDATE process_command SET dismissed_at = now(), dismissed_by = $2, dismissed_because = $3, key = NULL
      WHERE command_id = $1 AND refused_at IS NOT NULL AND dismissed_at IS NULL`,
    [commandId, because.by, because.reason],
  );
  return changed === 1;
}

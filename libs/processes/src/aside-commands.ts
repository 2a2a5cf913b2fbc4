import { withClient } from '#projections';
import type { ClientBase } from 'pg';
import type { DataSource } from 'typeorm';

/** A command of a process that is put aside: a rule refused it, or it failed by a defect again and again. */
export interface AsideCommand {
  readonly commandId: string;
  readonly process: string;
  readonly act: string;
  readonly body: object;
  /** Id of the event that the command follows from. */
  readonly causationId: string;
  /** Name of the error, of a defect. Null: a rule refused it. */
  readonly errorClass: string | null;
  /** Message of a defect, or stable code of the refusal. */
  readonly lastError: string;
  /** Facts of the refusal; null: a defect, or refused before they were kept. */
  readonly refusal: Refusal | null;
  readonly attempts: number;
  readonly asideAt: Date;
  /** Null: nobody has said yet that it may be let be. */
  readonly dismissedAt: Date | null;
  readonly dismissedBy: string | null;
  readonly dismissedBecause: string | null;
}

export interface Refusal {
  readonly details: Readonly<Record<string, unknown>>;
  readonly fields: readonly { readonly field: string; readonly code: string }[];
}

/** `parked`: by a defect, as events are. */
export type AsideKind = 'refused' | 'parked';

export interface AsideFilter {
  readonly process?: string | undefined;
  /** Those that somebody dismissed, instead of those that somebody must look at. */
  readonly dismissed?: boolean | undefined;
}

/** Oldest first. */
export const listAside = (
  dataSource: DataSource,
  kind: AsideKind,
  { dismissed, process }: AsideFilter = {},
): Promise<AsideCommand[]> =>
  dataSource.query<AsideCommand[]>(
    `SELECT command_id AS "commandId", process, act, body, causation_id AS "causationId", error_class AS "errorClass",
            last_error AS "lastError", refusal, attempts, aside_at AS "asideAt", dismissed_at AS "dismissedAt",
            dismissed_by AS "dismissedBy", dismissed_because AS "dismissedBecause"
       FROM process_command
      WHERE aside_at IS NOT NULL AND (error_class IS NULL) = $1 AND (dismissed_at IS NOT NULL) = $2
        AND ($3::text IS NULL OR process = $3)
      ORDER BY aside_at, command_id`,
    [kind === 'refused', dismissed ?? false, process ?? null],
  );

/**
 * The command is due again: a projector carries it out within its poll, under the same command id, so that whatever
 * happens on the way it is recorded once; failed again, it is listed again.
 * @returns false when it is not put aside (any more), or was dismissed
 */
export async function retryAside(dataSource: DataSource, commandId: string): Promise<boolean> {
  // Due when it was: that has passed on any clock.
  const [, changed] = await dataSource.query<[unknown, number]>(
    `UPDATE process_command SET aside_at = NULL, refusal = NULL, defects = 0, next_attempt_at = due_at
      WHERE command_id = $1 AND aside_at IS NOT NULL AND dismissed_at IS NULL`,
    [commandId],
  );
  return changed === 1;
}

/**
 * Nobody needs to look at it any more. The row stays, with who said so and why, and gives up its key: it does not stand
 * in the way of a later deadline, and no later event removes it.
 * @returns false when it is not put aside (any more), or was dismissed before
 */
export const dismissAside = (dataSource: DataSource, commandId: string, because: Because): Promise<boolean> =>
  withClient(dataSource, (client) => dismiss(client, commandId, because));

export interface Because {
  readonly reason: string;
  readonly by: string;
}

/** The same in the caller's transaction. */
export async function dismiss(client: ClientBase, commandId: string, { by, reason }: Because): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE process_command SET dismissed_at = now(), dismissed_by = $2, dismissed_because = $3, key = NULL
      WHERE command_id = $1 AND aside_at IS NOT NULL AND dismissed_at IS NULL`,
    [commandId, by, reason],
  );
  return rowCount === 1;
}

import { DomainError, rootUnitId, derivedId, type Actor } from '#kernel';
import { backoffMs, describeFailure, isOutage } from '#projections';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { Refusal } from './aside-commands.js';
import { takeOne } from './take-one.js';

/** Sends a command under its own id, as the CommandGateway does: the same id again has no second effect. */
export type Submit = (
  act: string,
  body: unknown,
  submission: {
    readonly commandId: string;
    readonly actor: Actor;
    readonly correlationId: string;
    readonly causationId: string;
  },
) => Promise<unknown>;

interface DueCommand {
  readonly command_id: string;
  readonly process: string;
  readonly act: string;
  readonly body: object;
  readonly causation_id: string;
  readonly correlation_id: string;
  readonly attempts: number;
  readonly defects: number;
}

export interface DispatcherLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The account under which a process acts. */
export const actorOf = (process: string): Actor => ({
  subject: derivedId('process', process),
  role: 'system',
  unitId: rootUnitId,
});

/**
 * Attempts at a command that fails by neither a rule nor an outage: over about a minute, so that a deploy that is half
 * done, and errors that nobody knows as an outage, mend themselves.
 */
export const defectAttempts = 12;

/**
 * Carries out what is due, one command at a time: submitted first, struck off afterwards. A kill in between submits it
 * again under the same id. What a rule refuses stays in the table, put aside for a person to see, and so does what still
 * fails after {@link defectAttempts}; through an outage it is tried for as long as that lasts.
 */
export const dispatchOne = (
  dataSource: DataSource,
  submit: Submit,
  now: () => Date,
  log: DispatcherLog,
): Promise<boolean> =>
  takeOne<DueCommand>(
    dataSource,
    `SELECT * FROM process_command WHERE aside_at IS NULL AND next_attempt_at <= $1
      ORDER BY next_attempt_at, command_id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [now()],
    async (due, client) => {
      const { act, body, causation_id: causationId, command_id: commandId, correlation_id: correlationId } = due;
      try {
        await submit(act, body, { commandId, correlationId, causationId, actor: actorOf(due.process) });
        await client.query('DELETE FROM process_command WHERE command_id = $1', [commandId]);
      } catch (error) {
        await postpone(client, due, error, now(), log);
      }
    },
  );

type Failure = 'refusal' | 'outage' | 'defect';

function failureOf(error: unknown): Failure {
  if (isOutage(error)) return 'outage';
  if (!(error instanceof DomainError)) return 'defect';
  // Many writers at once: that passes.
  if (error.code === 'command.contended') return 'outage';
  // A process of newer code, carried out by older code or the other way around.
  return error.code === 'command.unknown' ? 'defect' : 'refusal';
}

async function postpone(
  client: PoolClient,
  due: DueCommand,
  error: unknown,
  now: Date,
  log: DispatcherLog,
): Promise<void> {
  const { act, command_id: commandId, process } = due;
  const failure = failureOf(error);
  const attempts = due.attempts + 1;
  const defects = due.defects + Number(failure === 'defect');
  const isAside = failure === 'refusal' || defects >= defectAttempts;
  log[isAside ? 'error' : 'warn'](
    { process, act, commandId, failure, attempts, err: error },
    isAside ? 'a command of a process is put aside' : 'a command of a process is tried again',
  );
  const { errorClass, message } = describeFailure(error);
  const again = new Date(now.getTime() + backoffMs(attempts));
  const isRefused = failure === 'refusal';
  await client.query(
    `UPDATE process_command SET attempts = $2, defects = $3, error_class = $4, last_error = $5, refusal = $6,
            aside_at = $7, next_attempt_at = $8
      WHERE command_id = $1`,
    [
      ...[commandId, attempts, defects, isRefused ? null : errorClass, message],
      ...[isRefused ? JSON.stringify(refusalOf(error as DomainError)) : null, isAside ? now : null, again],
    ],
  );
}

/** A field's message may quote what was entered; its code does not. */
const refusalOf = ({ details, fields }: DomainError): Refusal => ({
  details,
  fields: fields.map(({ field, code }) => ({ field, code })),
});

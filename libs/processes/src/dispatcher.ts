import { DomainError, rootUnitId, derivedId, type Actor } from '#kernel';
import { backoffMs } from '#projections';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { Refusal } from './refused.js';
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

/** Refused for the moment only. */
const passing: readonly string[] = ['command.contended'];

/**
 * Carries out what is due, one command at a time: submitted first, struck off afterwards. A kill in between submits it
 * again under the same id. What a rule refuses stays in the table with its refusal, for a person to see.
 */
export const dispatchOne = (
  dataSource: DataSource,
  submit: Submit,
  now: () => Date,
  log: DispatcherLog,
): Promise<boolean> =>
  takeOne<DueCommand>(
    dataSource,
    `SELECT * FROM process_command WHERE refused_at IS NULL AND next_attempt_at <= $1
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

async function postpone(
  client: PoolClient,
  { act, attempts, command_id: commandId, process }: DueCommand,
  error: unknown,
  now: Date,
  log: DispatcherLog,
): Promise<void> {
  const isRefused = error instanceof DomainError && !passing.includes(error.code);
  const message = error instanceof Error ? error.message : String(error);
  log[isRefused ? 'error' : 'warn'](
    { process, act, commandId, err: error },
    isRefused ? 'a command of a process was refused' : 'a command of a process is tried again',
  );
  const again = new Date(now.getTime() + backoffMs(attempts + 1));
  const refusal = isRefused ? JSON.stringify(refusalOf(error)) : null;
  await client.query(
    `UPDATE process_command SET attempts = $2, last_error = $3, refused_at = $4, refusal = $5, next_attempt_at = $6
      WHERE command_id = $1`,
    [commandId, attempts + 1, message, isRefused ? now : null, refusal, again],
  );
}

/** A field's message may quote what was entered; its code does not. */
const refusalOf = ({ details, fields }: DomainError): Refusal => ({
  details,
  fields: fields.map(({ field, code }) => ({ field, code })),
});

import { RowConflictError } from './in-memory-table.js';

/** Another runner moved the checkpoint: this one must not write any more and starts again from what is stored. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
}

/** The code and the tables do not fit together; a person must act (deploy, rebuild). */
export class ProjectionSetupError extends Error {
  override readonly name = 'ProjectionSetupError';
}

const codeOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
};

/**
 * The data of an event is to blame, not the database: cardinality (21), data (22) and constraint (23) errors, and rows
 * beyond a limit (54). Only these park an event; everything else is tried again.
 */
export const isDataError = (error: unknown): boolean =>
  error instanceof RowConflictError || /^(21|22|23|54)[0-9A-Z]{3}$/.test(codeOf(error));

/** Network or server trouble: the same work succeeds later. */
export const isOutage = (error: unknown): boolean =>
  (error instanceof Error && /Unavailable|Timeout/.test(error.name)) ||
  /^(08|53|57|58|40)[0-9A-Z]{3}$|^E(CONN|PIPE|HOST|NET|TIMEDOUT|AI_)/.test(codeOf(error)) ||
  (error instanceof Error && outageMessages.test(error.message));

/** Of pg, its pool and TypeORM, which give these no code. */
const outageMessages =
  /Connection terminated|encountered a connection error|timeout exceeded|Query read timeout|after calling end|not established|Driver not Connected/i;

export interface FailureText {
  readonly errorClass: string;
  readonly message: string;
}

/** Name and first line, without what PostgreSQL's text type refuses. */
export function describeFailure(error: unknown): FailureText {
  const known = error instanceof Error ? error : new Error(String(error));
  const code = codeOf(error);
  const message = known.message.split('\n', 1)[0]!.replaceAll('\u0000', ' ').slice(0, 500);
  return { errorClass: code && known.name === 'error' ? `SQL ${code}` : known.name, message };
}

/** 0.2 s to 15 s, jittered, so that many processes do not come back in one moment. */
export const backoffMs = (failures: number): number =>
  Math.round(Math.min(15_000, 200 * 2 ** Math.min(failures - 1, 10)) * (0.5 + Math.random() / 2));

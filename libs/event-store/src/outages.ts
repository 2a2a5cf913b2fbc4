import { status } from '@grpc/grpc-js';
import { ErrorType, isCommandError } from '@eventstore/db-client';
import { EventStoreUnavailableError } from './event-store.js';

const outages = new Set<unknown>([ErrorType.TIMEOUT, ErrorType.NOT_LEADER]);

/**
 * gRPC's codes, whatever the client makes of them: some calls of its own (feature discovery) fail with the bare gRPC
 * error; and what it cancels itself, when another call of the same connection found the server gone, is "unknown" to it.
 */
const outageCodes = new Set<unknown>([status.UNAVAILABLE, status.CANCELLED, status.DEADLINE_EXCEEDED]);

/** gRPC's word for a connection that ended under a call. */
const isLostConnection = (error: Error): boolean => error.message.includes('RST_STREAM');

/** Outages of every kind become one error: what was asked may have happened. What is our own fault stays what it is. */
export function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const isOutage =
    isLostConnection(error) ||
    ('code' in error && outageCodes.has(error.code)) ||
    (isCommandError(error) && outages.has(error.type));
  return isOutage ? new EventStoreUnavailableError(`event store: ${error.message}`, { cause: error }) : error;
}

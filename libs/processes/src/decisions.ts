import type { RecordedEvent } from '#kernel';
import type { PoolClient } from 'pg';
import { dismiss } from './aside-commands.js';
import { discard, type ProcessRetryOptions } from './parked.js';
import type { Process } from './process.js';

/** What a person decided about something that a process could not do. */
export type Decision = { readonly process: string; readonly reason: string; readonly by: string } &
  /** It never reacts to this event. */
  (
    | { readonly stream: string; readonly revision: number }
    /** It never carries out this command. */
    | { readonly commandId: string }
  );

/** How such decisions read as events of the store. */
export interface Decisions {
  readonly types: readonly string[];
  readonly of: (event: RecordedEvent) => Decision;
}

/**
 * In the transaction that moves the checkpoint past the event that says so. Nothing to do when it was carried out
 * before, where the decision was taken.
 * @returns whether something of the stream was taken that waited
 */
export async function carryOutDecision(
  client: PoolClient,
  options: Pick<ProcessRetryOptions, 'store' | 'decode'>,
  process: Process,
  decision: Decision,
): Promise<boolean> {
  if ('commandId' in decision) {
    await dismiss(client, decision.commandId, decision);
    return false;
  }
  return ((await discard(client, options, process, decision))?.applied ?? 0) > 0;
}

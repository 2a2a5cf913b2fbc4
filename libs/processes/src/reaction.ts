import { derivedId, type RecordedEvent } from '#kernel';
import { isDataError, type DecodedEvent } from '#projections';
import type { ClientBase } from 'pg';
import type { Notes, Output, Process } from './process.js';
import { isAfter, type ProcessState } from './process-state.js';

export type Attempt =
  /** Written; `isUrgent`: something is to be carried out or sent now. */
  | { readonly isUrgent: boolean }
  /** The event is to blame: it can't be read, or the process threw. Nothing was written. */
  | { readonly failure: unknown };

/** Lets a process react to one event, inside the caller's transaction. @throws whatever the database says */
export async function attempt(
  client: ClientBase,
  process: Process,
  state: ProcessState,
  { event, failure }: DecodedEvent,
): Promise<Attempt> {
  if (!event) return { failure };
  let subject: string | undefined;
  let outputs: readonly Output[];
  try {
    subject = process.recalls(event);
  } catch (thrown) {
    return { failure: thrown };
  }
  const notes = subject === undefined ? undefined : await recall(client, process, subject);
  try {
    outputs = process.reactTo(event, notes);
    // What can't be written down at all fails here, before the first statement.
    JSON.stringify(outputs);
  } catch (thrown) {
    return { failure: thrown };
  }
  return { isUrgent: await write(client, process, state, event, outputs) };
}

/** The same under a savepoint: values that the tables can't hold are the event's fault, and cost no other event. */
export async function attemptApart(...args: Parameters<typeof attempt>): Promise<Attempt> {
  const [client] = args;
  await client.query('SAVEPOINT reaction');
  try {
    const attempted = await attempt(...args);
    await client.query('RELEASE SAVEPOINT reaction');
    return attempted;
  } catch (error) {
    if (!isDataError(error)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT reaction; RELEASE SAVEPOINT reaction');
    return { failure: error };
  }
}

async function recall(client: ClientBase, { name }: Process, subject: string): Promise<Notes> {
  const { rows } = await client.query<{ item: string; value: unknown }>(
    'SELECT item, value FROM process_note WHERE process = $1 AND subject = $2 ORDER BY item',
    [name, subject],
  );
  return new Map(rows.map(({ item, value }) => [item, value]));
}

async function write(
  client: ClientBase,
  { name }: Process,
  state: ProcessState,
  event: RecordedEvent,
  outputs: readonly Output[],
): Promise<boolean> {
  const isSilent = !isAfter(event.position, state.silentUntil);
  let isUrgent = false;
  for (const [index, output] of outputs.entries()) {
    if (isSilent && isOutward(output, state)) continue;
    await put(client, name, event, index, output);
    isUrgent ||= output.kind === 'command' || output.kind === 'message';
  }
  return isUrgent;
}

function isOutward(output: Output, { startedAt }: ProcessState): boolean {
  if (output.kind === 'deadline') return Date.parse(output.dueAt) <= startedAt.getTime();
  return output.kind === 'command' || output.kind === 'message';
}

/** Ids are derived from the event and the place of the output: whatever is written twice is known as one. */
async function put(
  client: ClientBase,
  name: string,
  event: RecordedEvent,
  index: number,
  output: Output,
): Promise<void> {
  const id = derivedId('process', name, event.id, index);
  switch (output.kind) {
    case 'command':
      return putCommand(client, name, event, id, { ...output, key: null, dueAt: event.metadata.recordedAt });
    case 'deadline':
      return putCommand(client, name, event, id, output);
    case 'clear':
      await client.query('DELETE FROM process_command WHERE process = $1 AND key = $2', [name, output.key]);
      return;
    case 'message': {
      const { recipientId, about, unitId, subject, body } = output.message;
      await client.query(
        `INSERT INTO outbox_message
           (message_id, process, recipient_id, about, unit_id, subject, body, occurred_at, next_attempt_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (message_id) DO NOTHING`,
        [id, name, recipientId, about, unitId, subject, body, event.metadata.recordedAt],
      );
      return;
    }
    case 'note':
      await client.query(
        `INSERT INTO process_note (process, subject, item, value) VALUES ($1, $2, $3, $4)
         ON CONFLICT (process, subject, item) DO UPDATE SET value = excluded.value`,
        [name, output.subject, output.item, JSON.stringify(output.value)],
      );
      return;
    case 'forget':
      await client.query('DELETE FROM process_note WHERE process = $1 AND subject = $2 AND item = $3', [
        name,
        output.subject,
        output.item,
      ]);
  }
}

async function putCommand(
  client: ClientBase,
  name: string,
  { id: causationId, metadata }: RecordedEvent,
  commandId: string,
  { key, dueAt, act, body }: { key: string | null; dueAt: string; act: string; body: object },
): Promise<void> {
  await client.query('DELETE FROM process_command WHERE command_id = $1 OR (process = $2 AND key = $3)', [
    commandId,
    name,
    key,
  ]);
  await client.query(
    `INSERT INTO process_command
       (command_id, process, key, due_at, next_attempt_at, act, body, causation_id, correlation_id)
     VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)`,
    [commandId, name, key, dueAt, act, JSON.stringify(body), causationId, metadata.$correlationId],
  );
}

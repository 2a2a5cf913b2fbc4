import { comparePositions, derivedId, type Position, type RecordedEvent } from '#kernel';
import {
  FencedError,
  fromPosition,
  inTransaction,
  toPosition,
  withClient,
  type Batch,
  type Decode,
} from '#projections';
import type { ClientBase } from 'pg';
import type { DataSource } from 'typeorm';
import type { Notes, Output, Process } from './process.js';

interface ProcessRow {
  readonly commit_position: string | null;
  readonly prepare_position: string | null;
  readonly silent_commit: string | null;
  readonly silent_prepare: string | null;
  readonly started_at: Date;
}

/** Where a process is, and up to where it only remembers. */
interface ProcessState {
  position: Position | undefined;
  /** Head of the store when this database first met the process. */
  readonly silentUntil: Position | undefined;
  readonly startedAt: Date;
}

/**
 * Makes the process known to this database. All that the store held at that moment is history: the process notes it and
 * sets the deadlines that are still ahead, and has no other effect, so that neither a new process nor a lost database
 * writes letters about the past.
 */
export async function registerProcess(
  dataSource: DataSource,
  { name }: Process,
  head: Position | undefined,
  now: Date,
): Promise<ProcessState> {
  await dataSource.query(
    `INSERT INTO process (name, silent_commit, silent_prepare, started_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (name) DO NOTHING`,
    [name, ...fromPosition(head), now],
  );
  const [row] = await dataSource.query<ProcessRow[]>('SELECT * FROM process WHERE name = $1', [name]);
  const { silent_commit, silent_prepare, started_at } = row!;
  return {
    position: toPosition(row!),
    silentUntil: toPosition({ commit_position: silent_commit, prepare_position: silent_prepare }),
    startedAt: started_at,
  };
}

/** Writes what follows from a batch, with the checkpoint, in one transaction. */
export class ProcessWriter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly process: Process,
    private readonly decode: Decode,
    private readonly state: ProcessState,
  ) {}

  get position(): Position | undefined {
    return this.state.position;
  }

  /** @returns whether something is to be carried out or sent now. @throws FencedError when another process moved it */
  async write({ events, position }: Batch): Promise<boolean> {
    const before = this.state.position;
    if (!position || !isAfter(position, before)) return false;
    const fresh = events.filter((event) => isAfter(event.position, before));
    // Before the transaction: opening personal fields needs a connection of its own.
    const decoded: RecordedEvent[] = [];
    for (const stored of fresh) decoded.push(await this.decode(stored));
    let isUrgent = false;
    await withClient(this.dataSource, (client) =>
      inTransaction(client, async () => {
        await this.move(client, position);
        for (const event of decoded) isUrgent = (await this.react(client, event)) || isUrgent;
      }),
    );
    this.state.position = position;
    return isUrgent;
  }

  /** Compare and set: the fence against a leader that does not know yet that it lost the lead. */
  private async move(client: ClientBase, position: Position): Promise<void> {
    const { rowCount } = await client.query(
      `UPDATE process SET commit_position = $2, prepare_position = $3, moved_at = now()
        WHERE name = $1 AND commit_position IS NOT DISTINCT FROM $4 AND prepare_position IS NOT DISTINCT FROM $5`,
      [this.process.name, ...fromPosition(position), ...fromPosition(this.state.position)],
    );
    if (rowCount !== 1) throw new FencedError(`another process moved the checkpoint of "${this.process.name}"`);
  }

  private async react(client: ClientBase, event: RecordedEvent): Promise<boolean> {
    const subject = this.process.recalls(event);
    const notes = subject === undefined ? undefined : await this.recall(client, subject);
    const isSilent = !isAfter(event.position, this.state.silentUntil);
    let isUrgent = false;
    for (const [index, output] of this.process.reactTo(event, notes).entries()) {
      if (isSilent && this.isOutward(output)) continue;
      await this.put(client, event, index, output);
      isUrgent ||= output.kind === 'command' || output.kind === 'message';
    }
    return isUrgent;
  }

  private isOutward(output: Output): boolean {
    if (output.kind === 'deadline') return Date.parse(output.dueAt) <= this.state.startedAt.getTime();
    return output.kind === 'command' || output.kind === 'message';
  }

  private async recall(client: ClientBase, subject: string): Promise<Notes> {
    const { rows } = await client.query<{ item: string; value: unknown }>(
      'SELECT item, value FROM process_note WHERE process = $1 AND subject = $2 ORDER BY item',
      [this.process.name, subject],
    );
    return new Map(rows.map(({ item, value }) => [item, value]));
  }

  /** Ids are derived from the event and the place of the output: whatever is written twice is known as one. */
  private async put(client: ClientBase, event: RecordedEvent, index: number, output: Output): Promise<void> {
    const { name } = this.process;
    const id = derivedId('process', name, event.id, index);
    switch (output.kind) {
      case 'command':
        return this.putCommand(client, event, id, { ...output, key: null, dueAt: event.metadata.recordedAt });
      case 'deadline':
        return this.putCommand(client, event, id, output);
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

  private async putCommand(
    client: ClientBase,
    { id: causationId, metadata }: RecordedEvent,
    commandId: string,
    { key, dueAt, act, body }: { key: string | null; dueAt: string; act: string; body: object },
  ): Promise<void> {
    const { name } = this.process;
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
}

const isAfter = (a: Position, b: Position | undefined): boolean => !b || comparePositions(a, b) > 0;

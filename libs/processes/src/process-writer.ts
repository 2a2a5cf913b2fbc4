import type { Position } from '#kernel';
import {
  decodeAll,
  FencedError,
  fromPosition,
  inTransaction,
  isDataError,
  withClient,
  type Batch,
  type DecodedEvent,
} from '#projections';
import type { ClientBase, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { carryOutDecision, type Decision } from './decisions.js';
import { blockedStreams, park } from './parked.js';
import type { Process } from './process.js';
import type { ProcessRunnerOptions } from './process-runner.js';
import { isAfter, type ProcessState } from './process-state.js';
import { attempt, attemptApart } from './reaction.js';

/** Writes what follows from a batch, with the checkpoint, in one transaction. */
export class ProcessWriter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly process: Process,
    private readonly options: Pick<ProcessRunnerOptions, 'store' | 'decode' | 'decisions' | 'log'>,
    private state: ProcessState,
  ) {}

  get position(): Position | undefined {
    return this.state.position;
  }

  /**
   * An event that the process can't take is parked, and later ones of its stream behind it.
   * @returns whether something is to be carried out or sent now
   * @throws FencedError when another process moved it; errors of an outage, with nothing written
   */
  async write({ events, position }: Batch): Promise<boolean> {
    const before = this.state.position;
    if (!position || !isAfter(position, before)) return false;
    const fresh = events.filter((event) => isAfter(event.position, before));
    // Before the transaction: opening personal fields needs a connection of its own.
    const decoded = await decodeAll(fresh, this.options.decode);
    const isUrgent = await this.writeAll(position, decoded, attempt).catch((error: unknown) => {
      // Of which event the data is to blame is found out by savepoints, which the others need not pay for.
      if (isDataError(error)) return this.writeAll(position, decoded, attemptApart);
      throw error;
    });
    this.state = { ...this.state, position };
    return isUrgent;
  }

  private async writeAll(
    position: Position,
    events: readonly DecodedEvent[],
    carryOut: typeof attempt,
  ): Promise<boolean> {
    const { name } = this.process;
    const failed: [DecodedEvent, unknown][] = [];
    const isUrgent = await withClient(this.dataSource, (client) =>
      inTransaction(client, async () => {
        await this.move(client, position);
        let blocked = await blockedStreams(client, name);
        let urgent = false;
        for (const each of events) {
          const { stored } = each;
          const decision = this.decisionOf(each);
          if (decision) {
            urgent = (await this.carryOut(client, decision)) || urgent;
            blocked = await blockedStreams(client, name);
            continue;
          }
          if (blocked.has(stored.stream)) {
            await park(client, name, stored);
            continue;
          }
          const outcome = await carryOut(client, this.process, this.state, each);
          if ('failure' in outcome) {
            blocked.add(stored.stream);
            await park(client, name, stored, { error: outcome.failure });
            failed.push([each, outcome.failure]);
          } else urgent = outcome.isUrgent || urgent;
        }
        return urgent;
      }),
    );
    for (const [{ stored }, err] of failed) {
      const { revision, stream, type } = stored;
      this.options.log.error(
        { process: name, stream, revision, type, err },
        'a process could not take an event: it is parked',
      );
    }
    return isUrgent;
  }

  private decisionOf({ event }: DecodedEvent): Decision | undefined {
    const { decisions } = this.options;
    return event && decisions?.types.includes(event.type) ? decisions.of(event) : undefined;
  }

  /** Of this process: the others learn of it for themselves. */
  private async carryOut(client: PoolClient, decision: Decision): Promise<boolean> {
    return decision.process === this.process.name && carryOutDecision(client, this.options, this.process, decision);
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
}

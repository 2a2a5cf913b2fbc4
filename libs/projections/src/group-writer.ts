import type { StoredEvent } from '#event-store';
import { comparePositions, type Position } from '#kernel';
import type { PoolClient } from 'pg';
import { applyEvents, confirmBlocked, decodeAll, type DecodedEvent } from './apply-events.js';
import type { Batch } from './batches.js';
import { readGroup, type Build } from './builds.js';
import { noteDiscards } from './discards.js';
import { describeFailure, FencedError, isDataError } from './failures.js';
import { loadLiveBuilds } from './live-builds.js';
import type { RunnerOptions } from './runner.js';
import { fromPosition, inTransaction } from './sql-client.js';

/** Writes batches to the live builds of a group, each with the checkpoint in one transaction. */
export class GroupWriter {
  private builds: readonly Build[] = [];
  private layout = '';

  constructor(
    private readonly client: PoolClient,
    private readonly group: string,
    private readonly options: Pick<RunnerOptions, 'views' | 'decode' | 'log' | 'discards'>,
    public position: Position | undefined,
  ) {}

  /** @returns how many events were new. @throws FencedError */
  async write(batch: Batch): Promise<number> {
    const { position } = batch;
    if (!position || !isAfter(position, this.position)) return 0;
    const fresh = batch.events.filter((event) => isAfter(event.position, this.position));
    const decoded = await decodeAll(fresh, this.options.decode);
    while (!(await this.tryWrite(decoded, position))) await this.reload();
    this.position = position;
    return fresh.length;
  }

  private async tryWrite(events: readonly DecodedEvent[], position: Position): Promise<boolean> {
    const attempt = (carefully: boolean) =>
      inTransaction(this.client, async () => {
        if (!(await this.move(position, events.at(-1)?.stored))) return undefined;
        await noteDiscards(this.client, this.options.discards, events);
        return applyEvents(this.client, this.builds, events, carefully);
      });
    let newly;
    try {
      newly = await attempt(false);
    } catch (error) {
      if (!isDataError(error)) throw error;
      const { errorClass, message } = describeFailure(error);
      this.options.log.warn({ group: this.group, errorClass, message }, 'a batch is applied in parts');
      newly = await attempt(true);
    }
    if (!newly) return false;
    confirmBlocked(newly);
    return true;
  }

  /** Compare and set: false when the checkpoint or the layout is not what this writer knows. */
  private async move(position: Position, last: StoredEvent | undefined): Promise<boolean> {
    const { rows } = await this.client.query(
      `WITH moved AS (
         UPDATE projection_group
            SET commit_position = $2, prepare_position = $3, moved_at = now(),
                last_event_at = coalesce($7::timestamptz, last_event_at)
          WHERE name = $1 AND layout = $6
            AND commit_position IS NOT DISTINCT FROM $4 AND prepare_position IS NOT DISTINCT FROM $5
          RETURNING name)
       SELECT pg_notify('projection_position', name) FROM moved`,
      [
        this.group,
        ...fromPosition(position),
        ...fromPosition(this.position),
        this.layout || '-1',
        last?.metadata.recordedAt ?? null,
      ],
    );
    return rows.length === 1;
  }

  private async reload(): Promise<void> {
    const state = await readGroup(this.client, this.group);
    if (!state) throw new FencedError(`the group "${this.group}" is gone`);
    const [stored, known] = [state.position, this.position];
    if (stored?.commit !== known?.commit || stored?.prepare !== known?.prepare) {
      throw new FencedError(`another runner moved the checkpoint of "${this.group}"`);
    }
    const { live, layout } = await loadLiveBuilds(this.client, this.group, this.options.views);
    this.builds = live;
    this.layout = layout;
  }
}

const isAfter = (a: Position, b: Position | undefined): boolean => !b || comparePositions(a, b) > 0;

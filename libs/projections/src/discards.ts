import type { RecordedEvent } from '#kernel';
import type { ClientBase } from 'pg';
import type { DecodedEvent } from './apply-events.js';
import { retryParked, type ParkedOptions } from './parked.js';
import { mainGroup } from './positions.js';

/** One event that one view passes over, now and in every rebuild. */
export interface DiscardOrder {
  readonly view: string;
  readonly stream: string;
  readonly revision: number;
  readonly reason: string;
  readonly by: string;
}

/** How such a decision reads as an event of the store. */
export interface DiscardEvents {
  readonly type: string;
  readonly orderOf: (event: RecordedEvent) => DiscardOrder;
}

export const withDiscards = (
  types: readonly string[] | undefined,
  discards: DiscardEvents | undefined,
): readonly string[] | undefined => (types && discards ? [...new Set([...types, discards.type])].sort() : types);

/** In the transaction that moves the checkpoint past them: none is lost, and none is taken before its time. */
export async function noteDiscards(
  client: ClientBase,
  discards: DiscardEvents | undefined,
  events: readonly DecodedEvent[],
): Promise<void> {
  for (const { stored, event } of events) {
    if (stored.type === discards?.type && event) await insertDiscard(client, discards.orderOf(event));
  }
}

async function insertDiscard(client: ClientBase, order: DiscardOrder): Promise<void> {
  await client.query(
    `INSERT INTO projection_discarded (view_name, stream, revision, reason, discarded_by)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [order.view, order.stream, order.revision, order.reason, order.by],
  );
}

/** Applies what waits behind events that were discarded since they were parked. */
export async function releaseDiscarded(options: ParkedOptions): Promise<void> {
  const waiting = await options.dataSource.query<{ view: string; stream: string }[]>(
    `SELECT DISTINCT b.view_name AS view, p.stream
       FROM projection_parked p
       JOIN projection_build b ON b.id = p.build_id AND b.state = 'live' AND b.group_name = $1
       JOIN projection_discarded d ON d.view_name = b.view_name AND d.stream = p.stream AND d.revision = p.revision`,
    [options.group ?? mainGroup],
  );
  for (const { view, stream } of waiting) await retryParked(options, { view, stream });
}

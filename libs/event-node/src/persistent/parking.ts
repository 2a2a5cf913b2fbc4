import { randomUUID } from 'node:crypto';
import { LINK_TYPE } from '../log/stored-event.js';
import type { EventStore } from '../reading/event-store.js';
import { Expected } from '../streams/expected.js';
import { METADATA_TYPE, metadataStreamOf } from '../streams/stream-metadata.js';
import { append } from '../streams/stream-writes.js';
import type { Writer } from '../streams/writer.js';
import type { Delivery } from './consumer.js';

const NOTHING = Buffer.alloc(0);

/** The parked messages of one group: links in its parked stream, truncated once they have been replayed. */
export class Parking {
  constructor(
    private readonly store: EventStore,
    private readonly writer: Writer,
    private readonly stream: string,
  ) {}

  get count(): number {
    const state = this.store.streamState(this.stream);
    return state.kind === 'open' ? Math.max(0, state.last - state.first + 1) : 0;
  }

  async park(delivery: Delivery, reason: string): Promise<void> {
    const event = delivery.resolved.event ?? delivery.resolved.link;
    if (!event) return;
    const metadata = { added: new Date().toISOString(), reason, subscriptionEventNumber: delivery.sequence ?? -1 };
    const link = {
      id: randomUUID(),
      type: LINK_TYPE,
      isJson: false,
      data: Buffer.from(`${event.revisionOnWire}@${event.stream}`),
      metadata: Buffer.from(JSON.stringify(metadata)),
    };
    await this.writer.submit(link.data.length, (staging) => append(staging, this.stream, Expected.ANY, [link]));
  }

  /**
   * Hands on the parked messages below event number `stopAt` (all when undefined), waiting between them as
   * `deliver` asks, and truncates the stream behind the last. A message whose event is gone is passed over.
   */
  async replay(stopAt: number | undefined, deliver: (delivery: Delivery) => Promise<void>): Promise<void> {
    const state = this.store.streamState(this.stream);
    if (state.kind !== 'open') return;
    const end = Math.min(stopAt ?? state.last + 1, state.last + 1);
    if (end <= state.first) return;
    for (let revision = state.first; revision < end; revision++) {
      const position = this.store.positionOf(state.head, revision);
      const link = position === undefined ? undefined : this.store.event(position);
      const event = link && this.store.target(link);
      if (event) await deliver({ sequence: undefined, resolved: { event, link }, retryCount: 0 });
    }
    await this.truncate(end);
  }

  private async truncate(before: number): Promise<void> {
    const data = Buffer.from(JSON.stringify({ $tb: before }));
    const event = { id: randomUUID(), type: METADATA_TYPE, isJson: true, data, metadata: NOTHING };
    await this.writer.submit(data.length, (staging) =>
      append(staging, metadataStreamOf(this.stream), Expected.ANY, [event]),
    );
  }
}

import type { EventRegistry, FieldCipher, RecordedEvent } from '#kernel';
import type { StoredEvent } from './event-store.js';

/** Turns stored events into today's: lifted to the current schema version, personal fields readable. */
export class EventCodec {
  constructor(
    readonly registry: EventRegistry,
    readonly cipher: FieldCipher,
  ) {}

  /**
   * Returns at once unless the event holds personal fields, so that bulk readers do not pay for a promise per event.
   * @throws UnknownEventError
   */
  decode(stored: StoredEvent): RecordedEvent | Promise<RecordedEvent> {
    const { id, stream, revision, position, type, metadata } = stored;
    const definition = this.registry.get(type);
    const data = this.registry.upcast(type, metadata.schemaVersion, stored.data);
    const event = { id, stream, revision, position, type, metadata };
    if (!definition.personal) return { ...event, data };
    return this.cipher.open(definition, data).then((opened) => ({ ...event, data: opened }));
  }
}

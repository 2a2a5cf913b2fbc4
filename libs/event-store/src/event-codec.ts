import type { EventMetadata, EventRegistry, FieldCipher, JsonObject, Position, RecordedEvent } from '#kernel';
import type { StoredEvent } from './event-store.js';

/** Turns stored events into today's: lifted to the current schema version, personal fields readable. */
export class EventCodec {
  constructor(
    readonly registry: EventRegistry,
    readonly cipher: FieldCipher,
  ) {}

  /**
   * Returns at once unless the event holds personal fields, so that bulk readers do not pay for a promise per event; and
   * leaves unparsed what nobody asks for.
   * @throws UnknownEventError
   */
  decode(stored: StoredEvent): RecordedEvent | Promise<RecordedEvent> {
    const { type } = stored;
    const definition = this.registry.get(type);
    const data = this.registry.upcast(type, stored.schemaVersion ?? stored.metadata.schemaVersion, stored.data);
    if (definition.personal) return this.cipher.open(definition, data).then((opened) => new Lifted(stored, opened));
    return data === stored.data ? stored : new Lifted(stored, data);
  }
}

/** A stored event with other data. */
class Lifted implements RecordedEvent {
  constructor(
    private readonly stored: StoredEvent,
    readonly data: JsonObject,
  ) {}

  get id(): string {
    return this.stored.id;
  }

  get stream(): string {
    return this.stored.stream;
  }

  get revision(): number {
    return this.stored.revision;
  }

  get position(): Position {
    return this.stored.position;
  }

  get type(): string {
    return this.stored.type;
  }

  get metadata(): EventMetadata {
    return this.stored.metadata;
  }
}

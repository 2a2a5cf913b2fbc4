import { dateOf, type AnyEventDefinition, type EventMetadata, type JsonObject, type RecordedEvent } from '#kernel';
import { bigint, date, integer, jsonb, text, timestamp, uuid, view } from '#projections';
import { happenedOn } from './subjects.js';

/**
 * Every event once, in the order of recording, with all but its personal fields: timelines, "as of" and the facts
 * behind a figure are read from here, a thousand times as fast as stream by stream from the store. Built for the events
 * of given definitions, because only they tell which fields are personal; of other events no data is kept.
 */
export function historyEventsOf(definitions: readonly AnyEventDefinition[]) {
  const known = new Map(definitions.map((definition) => [definition.type, definition]));
  return view({
    name: 'history_events',
    version: 1,
    columns: {
      commitPosition: bigint().key(),
      preparePosition: bigint().key(),
      eventId: uuid(),
      eventType: text(),
      stream: text(),
      revision: integer(),
      /** For the reader's scope: the event's unit, or else the actor's. */
      unitId: uuid(),
      act: text(),
      actor: text(),
      happenedOn: date(),
      /** Day from which the fact holds. */
      effectiveOn: date(),
      recordedAt: timestamp(),
      correlationId: text(),
      /** Personal fields say whose they are, not what they are: `{"$personal": {"subject": id}}`. */
      data: jsonb<JsonObject>(),
      /** Of `data`; 0: of an event that no context knows. */
      dataVersion: integer(),
      metadata: jsonb<EventMetadata>(),
    },
    indexes: [['stream', 'revision'], ['unitId'], ['eventId'], ['correlationId']],
  }).onEvery((event, rows) => {
    const { metadata } = event;
    const definition = known.get(event.type);
    rows.insert({
      commitPosition: event.position.commit.toString(),
      preparePosition: event.position.prepare.toString(),
      eventId: event.id,
      eventType: event.type,
      stream: event.stream,
      revision: event.revision,
      unitId: typeof event.data['unitId'] === 'string' ? event.data['unitId'] : metadata.actor.unitId,
      act: metadata.command,
      actor: metadata.actor.subject,
      happenedOn: happenedOn(event),
      effectiveOn: dateOf(metadata.effectiveAt),
      recordedAt: metadata.recordedAt,
      correlationId: metadata.$correlationId,
      data: withoutPersonal(event, definition),
      dataVersion: definition?.schemaVersion ?? 0,
      metadata,
    });
  });
}

/** What {@link historyEventsOf} keeps of an event's data. */
export function withoutPersonal(
  { data }: Pick<RecordedEvent, 'data'>,
  definition: AnyEventDefinition | undefined,
): JsonObject {
  if (!definition) return {};
  const { personal } = definition;
  if (!personal) return data;
  const hidden = personal.fields.filter((field) => data[field] !== null && data[field] !== undefined);
  return {
    ...data,
    ...Object.fromEntries(hidden.map((field) => [field, { $personal: { subject: data[personal.subject] } }])),
  };
}

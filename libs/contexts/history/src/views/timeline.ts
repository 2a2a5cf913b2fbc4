import type { AnyEventDefinition, JsonObject, RecordedEvent } from '#kernel';
import { bigint, date, integer, jsonb, text, timestamp, uuid, view } from '#projections';
import { happenedOn, subjectsOf } from './subjects.js';

/**
 * All that happened to a subject, in the order of recording: one row per subject and event. Built for the events of
 * given definitions, because only they tell which fields are personal; of other events no data is shown.
 */
export function timelineOf(definitions: readonly AnyEventDefinition[]) {
  const known = new Map(definitions.map((definition) => [definition.type, definition]));
  return view({
    name: 'timeline',
    version: 1,
    columns: {
      subjectKind: text().key(),
      subjectId: text().key(),
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
      role: text(),
      actorUnitId: uuid(),
      enteredFor: text().nullable(),
      happenedOn: date(),
      recordedAt: timestamp(),
      decisionNumber: text().nullable(),
      decisionDate: date().nullable(),
      decisionIssuer: text().nullable(),
      reason: text().nullable(),
      correlationId: text(),
      /** Personal fields say whose they are, not what they are. */
      data: jsonb<JsonObject>(),
    },
  }).onEvery((event, rows) => {
    const { actor, command, decision, reason, recordedAt, $correlationId } = event.metadata;
    for (const { kind, id } of subjectsOf(event)) {
      rows.insert({
        subjectKind: kind,
        subjectId: id,
        commitPosition: event.position.commit.toString(),
        preparePosition: event.position.prepare.toString(),
        eventId: event.id,
        eventType: event.type,
        stream: event.stream,
        revision: event.revision,
        unitId: typeof event.data['unitId'] === 'string' ? event.data['unitId'] : actor.unitId,
        act: command,
        actor: actor.subject,
        role: actor.role,
        actorUnitId: actor.unitId,
        enteredFor: actor.enteredFor ?? null,
        happenedOn: happenedOn(event),
        recordedAt,
        decisionNumber: decision?.number ?? null,
        decisionDate: decision?.date ?? null,
        decisionIssuer: decision?.issuer ?? null,
        reason: reason ?? null,
        correlationId: $correlationId,
        data: withoutPersonal(event, known.get(event.type)),
      });
    }
  });
}

function withoutPersonal({ data }: RecordedEvent, definition: AnyEventDefinition | undefined): JsonObject {
  if (!definition) return {};
  const { personal } = definition;
  if (!personal) return data;
  const hidden = personal.fields.filter((field) => data[field] !== null && data[field] !== undefined);
  return {
    ...data,
    ...Object.fromEntries(hidden.map((field) => [field, { $personal: { subject: data[personal.subject] } }])),
  };
}

import { withoutPersonal } from '#contexts/history';
import { dateOf, formatPosition, type EventRegistry, type JsonObject, type RecordedEvent } from '#kernel';

/** An event as the routes of history show it: who, in which role, for whom, when, by which decision, why. */
export interface ShownEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly act: string;
  readonly actor: string;
  readonly role: string;
  readonly actorUnitId: string;
  readonly enteredFor: string | null;
  readonly unitId: string;
  readonly effectiveOn: string;
  readonly recordedAt: string;
  readonly decision: object | null;
  readonly reason: string | null;
  readonly stream: string;
  readonly revision: number;
  /** `<commit>/<prepare>` */
  readonly position: string;
  readonly causationId: string;
  readonly correlationId: string;
  /** Personal fields say whose they are, not what they are. */
  readonly data: JsonObject;
}

/** The unit by which a reader's scope is judged: the event's, or else the actor's. */
export const unitOf = ({ data, metadata }: RecordedEvent): string =>
  typeof data['unitId'] === 'string' ? data['unitId'] : metadata.actor.unitId;

export function shown(event: RecordedEvent, registry: EventRegistry): ShownEvent {
  const { metadata } = event;
  return {
    eventId: event.id,
    eventType: event.type,
    act: metadata.command,
    actor: metadata.actor.subject,
    role: metadata.actor.role,
    actorUnitId: metadata.actor.unitId,
    enteredFor: metadata.actor.enteredFor ?? null,
    unitId: unitOf(event),
    effectiveOn: dateOf(metadata.effectiveAt),
    recordedAt: metadata.recordedAt,
    decision: metadata.decision ?? null,
    reason: metadata.reason ?? null,
    stream: event.stream,
    revision: event.revision,
    position: formatPosition(event.position),
    causationId: metadata.$causationId,
    correlationId: metadata.$correlationId,
    data: withoutPersonal(event, registry.find(event.type)),
  };
}

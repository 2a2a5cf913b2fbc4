import { derivedId, type DomainEvent, type EventMetadata, type RecordedEvent } from '#kernel';
import { someActor, today } from './given.js';

/** Events as a view receives them: one stream, consecutive revisions and positions, fixed metadata. */
export function recorded(
  events: readonly DomainEvent[],
  metadata: Partial<EventMetadata> = {},
  stream = 'spec-1',
): RecordedEvent[] {
  return events.map((event, revision) => ({
    ...event,
    id: derivedId('test', 'event', stream, revision),
    stream,
    revision,
    position: { commit: BigInt(revision + 1) * 100n, prepare: BigInt(revision + 1) * 100n },
    metadata: {
      $correlationId: derivedId('test', 'correlation'),
      $causationId: derivedId('test', 'correlation'),
      commandId: derivedId('test', 'command', stream, revision),
      command: 'spec',
      commandDigest: '',
      actor: someActor,
      recordedAt: `${today}T02:00:00.000Z`,
      effectiveAt: today,
      schemaVersion: 1,
      chain: { previous: null, hash: '' },
      ...metadata,
    },
  }));
}

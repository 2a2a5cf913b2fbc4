import { randomUUID } from 'node:crypto';
import { streamDeleted, wrongExpectedVersion } from '../protocol/errors.js';
import type { NewEvent, Staging } from './staging.js';
import {
  DELETED_METADATA,
  METADATA_TYPE,
  firstKept,
  isMetadataStream,
  metadataStreamOf,
  ownerOfMetadata,
  undeletedMetadata,
} from './stream-metadata.js';
import { decideAppend } from './stream-rules.js';

/** The outcome of an append: numbers as the protocol knows them, -1 for "no stream". */
export type AppendOutcome =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number | undefined }
  | { readonly kind: 'wrong'; readonly current: number }
  | { readonly kind: 'deleted' };

const NOTHING = Buffer.alloc(0);

/** A `$metadata` event written by the node itself. */
export function metadataEvent(json: string): NewEvent {
  return { id: randomUUID(), type: METADATA_TYPE, isJson: true, data: Buffer.from(json), metadata: NOTHING };
}

export function append(staging: Staging, stream: string, expected: number, events: readonly NewEvent[]): AppendOutcome {
  const ids = events.map((event) => event.id);
  const decision = decideAppend(expected, ids, staging.facts(stream));
  if (decision.kind === 'write') return { kind: 'written', ...writeEvents(staging, stream, events) };
  if (decision.kind !== 'done') return decision;
  const kept = firstKept(staging.metadataOf(stream), staging.head(stream)?.last ?? -1);
  return {
    kind: 'written',
    revision: decision.revision,
    position: decision.revision < kept ? undefined : decision.position,
  };
}

/** Writes without asking, and undeletes where the write calls for it. No position when there was nothing to write. */
export function writeEvents(
  staging: Staging,
  stream: string,
  events: readonly NewEvent[],
): { revision: number; position: number | undefined } {
  const position = writeRecords(
    staging,
    [stream],
    events.map((event) => ({ stream, event })),
  );
  return { revision: staging.head(stream)?.last ?? -1, position };
}

/** As {@link writeEvents} for several streams, in the order given. Returns the last event's position. */
export function writeRecords(
  staging: Staging,
  streams: readonly string[],
  records: readonly { readonly stream: string; readonly event: NewEvent }[],
): number | undefined {
  const firstRevisions = new Map<string, number>();
  for (const stream of streams) {
    const next = (staging.head(stream)?.last ?? -1) + 1;
    if (staging.metadataOf(stream).softDeleted) firstRevisions.set(stream, next);
    const owner = ownerOfMetadata(stream);
    if (isMetadataStream(stream) && records.length > 0 && staging.metadataOf(owner).softDeleted) {
      firstRevisions.set(owner, (staging.head(owner)?.last ?? -1) + 1);
    }
  }
  let position: number | undefined;
  for (const { stream, event } of records) ({ position } = staging.append(stream, event));
  for (const [stream, firstRevision] of firstRevisions) undelete(staging, stream, firstRevision);
  return position;
}

function undelete(staging: Staging, stream: string, firstRevision: number): void {
  const json = undeletedMetadata(staging.metadataOf(stream), firstRevision);
  staging.append(metadataStreamOf(stream), metadataEvent(json));
}

/** Soft delete: hides what is there; the stream goes on at its next revision. Returns the record's position. */
export function softDelete(staging: Staging, stream: string, expected: number): number {
  const facts = staging.facts(stream);
  if ((facts.head?.last ?? -1) < 0 && !facts.hasMetadata && !facts.tombstoned) {
    throw wrongExpectedVersion('Delete', stream, expected, -1);
  }
  checkDelete(staging, stream, expected);
  return staging.append(metadataStreamOf(stream), metadataEvent(DELETED_METADATA)).position;
}

/** Hard delete: the stream is closed for good. Returns the tombstone's position. */
export function tombstone(staging: Staging, stream: string, expected: number): number {
  checkDelete(staging, stream, expected);
  return staging.tombstone(stream, {
    id: randomUUID(),
    type: '$streamDeleted',
    isJson: false,
    data: NOTHING,
    metadata: NOTHING,
  });
}

function checkDelete(staging: Staging, stream: string, expected: number): void {
  const decision = decideAppend(expected, [randomUUID()], staging.facts(stream));
  if (decision.kind === 'deleted') throw streamDeleted(stream);
  if (decision.kind === 'wrong') throw wrongExpectedVersion('Delete', stream, expected, decision.current);
}

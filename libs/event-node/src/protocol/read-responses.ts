import { ID_FIELD_SIZE } from '../log/stored-event.js';
import type { StoredEvent } from '../log/stored-event.js';
import type { UuidForm } from './uuid.js';
import { uuidField } from './uuid.js';
import { bytes, frame, integer, message, text } from './writer.js';

/** An event as a reader gets it. An unresolvable link is a `link` without `event`. */
export interface ResolvedEvent {
  readonly event: StoredEvent | undefined;
  readonly link: StoredEvent | undefined;
}

/** RecordedEvent with its id in the form asked for: stored with a text id. */
export function recordedEvent(event: StoredEvent, uuids: UuidForm): Buffer {
  if (uuids === 'string') return event.recorded;
  return Buffer.concat([uuidField(1, event.id, 'structured'), event.recorded.subarray(ID_FIELD_SIZE)]);
}

/** ReadEvent fields 1 event, 2 link, 3 position of the original. */
export function readEventFields(resolved: ResolvedEvent, uuids: UuidForm): Buffer[] {
  const parts: Buffer[] = [];
  if (resolved.event) parts.push(bytes(1, recordedEvent(resolved.event, uuids)));
  if (resolved.link) parts.push(bytes(2, recordedEvent(resolved.link, uuids)));
  const original = resolved.link ?? resolved.event;
  if (original) parts.push(integer(3, original.position));
  return parts;
}

/** The frame of one ReadResp; the stored bytes where they fit. */
export function eventFrame(resolved: ResolvedEvent, uuids: UuidForm): Buffer {
  if (resolved.event && !resolved.link && uuids === 'string') return resolved.event.frame;
  return frame(message(1, ...readEventFields(resolved, uuids)));
}

/** google.protobuf.Timestamp in the given field. */
export function timestamp(field: number, milliseconds: number): Buffer {
  const seconds = Math.floor(milliseconds / 1000);
  return message(field, integer(1, seconds), integer(2, (milliseconds - seconds * 1000) * 1_000_000));
}

const position = (field: number, value: number): Buffer => message(field, integer(1, value), integer(2, value));

export const confirmationFrame = (subscriptionId: string): Buffer => frame(message(2, text(1, subscriptionId)));

export const checkpointFrame = (at: number, now: number): Buffer =>
  frame(message(3, integer(1, at), integer(2, at), timestamp(3, now)));

export const streamNotFoundFrame = (stream: string): Buffer => frame(message(4, message(1, text(3, stream))));

export const firstStreamPositionFrame = (revision: number): Buffer => frame(integer(5, revision));

export const lastStreamPositionFrame = (revision: number): Buffer => frame(integer(6, revision));

/** `revision` for a stream, `at` for $all; neither when nothing has been handled. */
export function caughtUpFrame(now: number, handled: { revision?: number; at?: number }): Buffer {
  const parts = [timestamp(1, now)];
  if (handled.revision !== undefined && handled.revision >= 0) parts.push(integer(2, handled.revision));
  if (handled.at !== undefined && handled.at > 0) parts.push(position(3, handled.at));
  return frame(message(8, ...parts));
}

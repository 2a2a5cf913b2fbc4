import type { StoredEvent } from '../log/stored-event.js';
import { MessageReader } from './reader.js';
import type { ResolvedEvent } from './read-responses.js';
import { recordedEvent } from './read-responses.js';
import type { UuidForm } from './uuid.js';
import { bytes, flag, frame, integer, message, text } from './writer.js';

export const persistentConfirmationFrame = (subscriptionId: string): Buffer =>
  frame(message(2, text(1, subscriptionId)));

/** ReadResp.event with its retry count; event and link both carry the original's position. */
export function persistentEventFrame(resolved: ResolvedEvent, retryCount: number, uuids: UuidForm): Buffer {
  const { event, link } = resolved;
  const original = link ?? event;
  const parts: Buffer[] = [];
  if (event) parts.push(bytes(1, recordedAt(event, original?.position ?? 0, uuids)));
  if (link) parts.push(bytes(2, recordedEvent(link, uuids)));
  if (original) parts.push(integer(3, original.position));
  return frame(message(1, ...parts, integer(5, retryCount)));
}

function recordedAt(event: StoredEvent, position: number, uuids: UuidForm): Buffer {
  const recorded = recordedEvent(event, uuids);
  if (event.position === position) return recorded;
  const parts: Buffer[] = [];
  const reader = new MessageReader(recorded);
  while (reader.next()) {
    const isPosition = reader.field === 4 || reader.field === 5;
    parts.push(isPosition ? integer(reader.field, position) : reader.raw());
  }
  return Buffer.concat(parts);
}

/** SubscriptionInfo of GetInfo and List; times in milliseconds, positions as text ("" until known). */
export interface SubscriptionInfo {
  readonly eventSource: string;
  readonly group: string;
  readonly status: string;
  readonly connections: readonly ConnectionInfo[];
  readonly averagePerSecond: number;
  readonly totalItems: number;
  readonly countSinceLast: number;
  readonly lastCheckpointed: string;
  readonly lastKnown: string;
  readonly resolveLinks: boolean;
  readonly startFrom: string;
  readonly messageTimeout: number;
  readonly extraStatistics: boolean;
  readonly maxRetryCount: number;
  readonly liveBufferSize: number;
  readonly bufferSize: number;
  readonly readBatchSize: number;
  readonly checkpointAfter: number;
  readonly minCheckpointCount: number;
  readonly maxCheckpointCount: number;
  readonly readBufferCount: number;
  readonly retryBufferCount: number;
  readonly totalInFlight: number;
  readonly outstanding: number;
  readonly strategy: string;
  readonly maxSubscriberCount: number;
  readonly parkedCount: number;
}

export interface ConnectionInfo {
  readonly from: string;
  readonly username: string;
  readonly averagePerSecond: number;
  readonly totalItems: number;
  readonly countSinceLast: number;
  readonly measurements: readonly (readonly [name: string, milliseconds: number])[];
  readonly availableSlots: number;
  readonly inFlight: number;
  readonly connectionName: string;
}

export function subscriptionInfo(field: number, info: SubscriptionInfo): Buffer {
  return message(
    field,
    text(1, info.eventSource),
    text(2, info.group),
    text(3, info.status),
    ...info.connections.map(connectionInfo),
    integer(5, info.averagePerSecond),
    integer(6, info.totalItems),
    integer(7, info.countSinceLast),
    text(8, info.lastCheckpointed),
    text(9, info.lastKnown),
    flag(10, info.resolveLinks),
    text(11, info.startFrom),
    integer(12, info.messageTimeout),
    flag(13, info.extraStatistics),
    integer(14, info.maxRetryCount),
    integer(15, info.liveBufferSize),
    integer(16, info.bufferSize),
    integer(17, info.readBatchSize),
    integer(18, info.checkpointAfter),
    integer(19, info.minCheckpointCount),
    integer(20, info.maxCheckpointCount),
    integer(21, info.readBufferCount),
    integer(22, 0),
    integer(23, info.retryBufferCount),
    integer(24, info.totalInFlight),
    integer(25, info.outstanding),
    text(26, info.strategy),
    integer(27, info.maxSubscriberCount),
    integer(28, info.parkedCount),
  );
}

function connectionInfo(info: ConnectionInfo): Buffer {
  return message(
    4,
    text(1, info.from),
    text(2, info.username),
    integer(3, info.averagePerSecond),
    integer(4, info.totalItems),
    integer(5, info.countSinceLast),
    ...info.measurements.map(([name, value]) => message(6, text(1, name), integer(2, value))),
    integer(7, info.availableSlots),
    integer(8, info.inFlight),
    text(9, info.connectionName),
  );
}

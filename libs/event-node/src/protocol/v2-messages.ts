import { randomUUID } from 'node:crypto';
import type { NewEvent } from '../streams/staging.js';
import { Expected } from '../streams/expected.js';
import { Status } from './constants.js';
import { CallError, invalidArgument } from './errors.js';
import type { MessageReader } from './reader.js';
import { streamName } from './stream-messages.js';
import { canonicalUuid } from './uuid.js';
import { bytes, integer, message, signed, text } from './writer.js';

/** Streams v2: one record and the stream it goes to ("" inside an AppendSession request, which names it). */
export interface V2Record {
  readonly stream: string;
  readonly event: NewEvent;
}

/** The state a stream must be in: a revision, or one of the named states as a negative number. */
export interface V2Check {
  readonly stream: string;
  readonly expected: number;
}

const FORMATS = ['Unspecified', 'Json', 'Protobuf', 'Avro', 'Bytes'];
const JSON_FORMAT = 1;

/** AppendRequest: 1 stream, 2 records, 3 expected revision. */
export function readSessionRequest(reader: MessageReader): V2Check & { records: V2Record[] } {
  let stream = '';
  let expected: number = Expected.ANY;
  const records: V2Record[] = [];
  while (reader.next()) {
    if (reader.field === 1) stream = reader.string();
    else if (reader.field === 2) records.push(readRecord(reader.message()));
    else if (reader.field === 3) expected = Number(reader.sint64());
  }
  return {
    stream: streamName(stream),
    expected,
    records: records.map((record) => ({ ...record, stream })),
  };
}

/** AppendRecordsRequest: 1 records, 2 checks. */
export function readAppendRecords(reader: MessageReader): { records: V2Record[]; checks: V2Check[] } {
  const records: V2Record[] = [];
  const checks: V2Check[] = [];
  while (reader.next()) {
    if (reader.field === 1) {
      const record = readRecord(reader.message());
      streamName(record.stream);
      records.push(record);
    } else if (reader.field === 2) {
      const check = reader.message();
      while (check.next()) if (check.field === 1) checks.push(readCheck(check.message()));
    }
  }
  return { records, checks };
}

function readCheck(reader: MessageReader): V2Check {
  let stream = '';
  // Revision 0 is the field's default and does not travel.
  let expected = 0;
  while (reader.next()) {
    if (reader.field === 1) stream = reader.string();
    else if (reader.field === 2) expected = Number(reader.sint64());
  }
  return { stream: streamName(stream), expected };
}

/** AppendRecord: 1 id, 2 properties, 3 schema {1 format, 2 name}, 4 data, 5 stream. */
function readRecord(reader: MessageReader): V2Record {
  let id = '';
  let stream = '';
  let type = '';
  let format = 0;
  let data: Buffer = Buffer.alloc(0);
  const properties: Record<string, unknown> = {};
  while (reader.next()) {
    if (reader.field === 1) id = reader.string();
    else if (reader.field === 2) readProperty(reader.message(), properties);
    else if (reader.field === 3) {
      const schema = reader.message();
      while (schema.next()) {
        if (schema.field === 1) format = schema.int32();
        else if (schema.field === 2) type = schema.string();
      }
    } else if (reader.field === 4) data = reader.bytes();
    else if (reader.field === 5) stream = reader.string();
  }
  if (type === '') throw invalidArgument('A record has no schema name.');
  const metadata = { ...properties, '$schema.name': type, '$schema.format': FORMATS[format] ?? 'Unspecified' };
  const event: NewEvent = {
    id: id === '' ? randomUUID() : canonicalUuid(id),
    type,
    isJson: format === JSON_FORMAT,
    data,
    metadata: Buffer.from(JSON.stringify(metadata)),
  };
  return { stream, event };
}

function readProperty(reader: MessageReader, properties: Record<string, unknown>): void {
  let key = '';
  let value: unknown = null;
  while (reader.next()) {
    if (reader.field === 1) key = reader.string();
    else if (reader.field === 2) value = readValue(reader.message(), 0);
  }
  properties[key] = value;
}

const DEEPEST_VALUE = 50;

/** google.protobuf.Value: 1 null, 2 number, 3 string, 4 bool, 5 struct, 6 list. */
function readValue(reader: MessageReader, depth: number): unknown {
  if (depth > DEEPEST_VALUE) throw invalidArgument('A property is nested too deeply.');
  let value: unknown = null;
  while (reader.next()) {
    if (reader.field === 2) value = reader.double();
    else if (reader.field === 3) value = reader.string();
    else if (reader.field === 4) value = reader.bool();
    else if (reader.field === 5) value = readStruct(reader.message(), depth + 1);
    else if (reader.field === 6) {
      const list: unknown[] = [];
      const items = reader.message();
      while (items.next()) if (items.field === 1) list.push(readValue(items.message(), depth + 1));
      value = list;
    }
  }
  return value;
}

function readStruct(reader: MessageReader, depth: number): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  while (reader.next()) {
    if (reader.field !== 1) continue;
    const entry = reader.message();
    let key = '';
    while (entry.next()) {
      if (entry.field === 1) key = entry.string();
      else if (entry.field === 2) fields[key] = readValue(entry.message(), depth);
    }
  }
  return fields;
}

export interface V2Outcome {
  readonly revisions: readonly { readonly stream: string; readonly revision: number }[];
  /** −1 when it can't be told. */
  readonly position: number;
}

export const sessionResponse = ({ revisions, position }: V2Outcome): Buffer =>
  Buffer.concat([
    ...revisions.map(({ stream, revision }) => message(1, text(1, stream), signed(2, revision))),
    signed(2, position),
  ]);

export const recordsResponse = sessionResponse;

/** A status whose `grpc-status-details-bin` holds one detail: the form the clients read. */
function detailed(status: Status, reason: string, type: string, body: Buffer): CallError {
  const url = `type.googleapis.com/kurrentdb.protocol.v2.streams.errors.${type}`;
  const details = Buffer.concat([integer(1, status), text(2, reason), message(3, text(1, url), bytes(2, body))]);
  return new CallError(status, reason, { 'grpc-status-details-bin': details.toString('base64') });
}

export const streamTombstoned = (stream: string): CallError =>
  detailed(
    Status.FAILED_PRECONDITION,
    `Stream '${stream}' has been tombstoned.`,
    'StreamTombstonedErrorDetails',
    text(1, stream),
  );

export const revisionConflict = (stream: string, expected: number, actual: number): CallError =>
  detailed(
    Status.FAILED_PRECONDITION,
    `Append failed due to a revision conflict on stream '${stream}'. Expected revision: ${expected}. Actual revision: ${actual}.`,
    'StreamRevisionConflictErrorDetails',
    Buffer.concat([text(1, stream), signed(2, expected), signed(3, actual)]),
  );

export const streamTwiceInSession = (stream: string): CallError =>
  detailed(
    Status.ABORTED,
    `Stream '${stream}' appears twice in the session.`,
    'StreamAlreadyInAppendSessionErrorDetails',
    text(1, stream),
  );

export const recordTooLarge = (record: V2Record, size: number, limit: number): CallError =>
  detailed(
    Status.INVALID_ARGUMENT,
    `The size of record ${record.event.id} (${size}) exceeds the maximum of ${limit} bytes.`,
    'AppendRecordSizeExceededErrorDetails',
    Buffer.concat([text(1, record.stream), text(2, record.event.id), integer(3, size), integer(4, limit)]),
  );

export const transactionTooLarge = (size: number, limit: number): CallError =>
  detailed(
    Status.ABORTED,
    `The total size of the append (${size}) exceeds the maximum of ${limit} bytes.`,
    'AppendTransactionSizeExceededErrorDetails',
    Buffer.concat([integer(1, size), integer(2, limit)]),
  );

export interface Violation extends V2Check {
  readonly index: number;
  /** −1 none, −5 soft-deleted, −6 tombstoned, else the revision. */
  readonly actual: number;
}

export function consistencyViolation(violations: readonly Violation[]): CallError {
  const streams = violations.map(({ stream }) => `'${stream}'`).join(', ');
  const body = violations.map(({ index, stream, expected, actual }) =>
    message(1, integer(1, index), message(2, text(1, stream), signed(2, expected), signed(3, actual))),
  );
  return detailed(
    Status.FAILED_PRECONDITION,
    `Append failed: the state of ${streams} is not the expected one.`,
    'AppendConsistencyViolationErrorDetails',
    Buffer.concat(body),
  );
}

import { Expected } from '../streams/expected.js';
import type { AppendOutcome } from '../streams/stream-writes.js';
import { MAX_UINT64, Status } from './constants.js';
import { CallError } from './errors.js';
import { bytes, empty, frame, integer, message, text } from './writer.js';

type Written = Extract<AppendOutcome, { kind: 'written' }>;

/** Success of Append and BatchAppend alike: 1 revision | 2 no stream, 3 position | 4 no position. */
function successFields(written: Written): Buffer[] {
  return [
    written.revision < 0 ? empty(2) : integer(1, written.revision),
    written.position === undefined ? empty(4) : message(3, integer(1, written.position), integer(2, written.position)),
  ];
}

export const appendSuccess = (written: Written): Buffer => message(1, ...successFields(written));

/** AppendResp.wrong_expected_version with the fields of today and their 20.6 twins. */
export function appendWrongVersion(expected: number, current: number): Buffer {
  const currentTwin = current < 0 ? empty(2) : integer(1, current);
  const currentToday = current < 0 ? empty(7) : integer(6, current);
  return message(2, currentTwin, expectedTwin(expected), currentToday, expectedToday(expected));
}

function expectedTwin(expected: number): Buffer {
  if (expected === Expected.ANY) return empty(4);
  if (expected === Expected.STREAM_EXISTS) return empty(5);
  return integer(3, expected === Expected.NO_STREAM ? MAX_UINT64 : BigInt(expected));
}

function expectedToday(expected: number): Buffer {
  if (expected === Expected.ANY) return empty(9);
  if (expected === Expected.STREAM_EXISTS) return empty(10);
  return expected === Expected.NO_STREAM ? empty(11) : integer(8, expected);
}

/** What a BatchAppend answer belongs to: the correlation id's bytes as they came, and the stream. */
export interface BatchKey {
  readonly correlationId: Buffer;
  readonly stream: string;
}

const batchFrame = (key: BatchKey, outcome: Buffer): Buffer =>
  frame(bytes(1, key.correlationId), outcome, message(4, text(3, key.stream)));

export const batchSuccessFrame = (key: BatchKey, written: Written): Buffer =>
  batchFrame(key, message(3, ...successFields(written)));

/** A google.rpc.Status whose detail's type name is what the clients look at. */
export function batchErrorFrame(key: BatchKey, error: BatchError): Buffer {
  const detail = message(3, text(1, `type.googleapis.com/event_store.client.${error.type}`), bytes(2, error.body));
  return batchFrame(key, message(2, integer(1, error.code), text(2, error.text), detail));
}

export interface BatchError {
  readonly type: string;
  readonly code: number;
  readonly text: string;
  readonly body: Buffer;
}

const NO_BODY = Buffer.alloc(0);

export const batchTimeout: BatchError = { type: 'Timeout', code: 4, text: 'Timeout', body: NO_BODY };

export const batchStreamDeleted = (stream: string): BatchError => ({
  type: 'StreamDeleted',
  code: 5,
  text: 'StreamDeleted',
  body: message(1, text(3, stream)),
});

export const batchTooLarge = (limit: number): BatchError => ({
  type: 'MaximumAppendSizeExceeded',
  code: 3,
  text: 'MaximumAppendSizeExceeded',
  body: integer(1, limit),
});

export function batchWrongVersion(expected: number, current: number): BatchError {
  const currentField = current < 0 ? empty(2) : integer(1, current);
  const expectedField =
    expected === Expected.ANY
      ? empty(4)
      : expected === Expected.STREAM_EXISTS
        ? empty(5)
        : expected === Expected.NO_STREAM
          ? empty(6)
          : integer(3, expected);
  return {
    type: 'WrongExpectedVersion',
    code: 6,
    text: 'WrongExpectedVersion',
    body: Buffer.concat([currentField, expectedField]),
  };
}

/** Any other failure of one append: the call goes on. */
export function batchFailure(error: Error): BatchError {
  if (error instanceof CallError && error.status !== Status.INVALID_ARGUMENT) {
    return { type: 'Unknown', code: error.status, text: error.message, body: NO_BODY };
  }
  return { type: 'BadRequest', code: 3, text: error.message, body: text(1, error.message) };
}

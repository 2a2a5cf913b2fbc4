import { Status } from './constants.js';

/** A call's failure as the client sees it: status, text and ASCII trailers (`exception` names the JS error class). */
export class CallError extends Error {
  constructor(
    readonly status: Status,
    message: string,
    readonly trailers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** What was thrown, as an Error. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

export const invalidArgument = (message: string): CallError => new CallError(Status.INVALID_ARGUMENT, message);

/** What the real server answers when its handler throws; the reason follows for whoever debugs. */
export const handlerFailed = (reason: string): CallError =>
  new CallError(Status.UNKNOWN, `Exception was thrown by handler. ${reason}`);

export const streamDeleted = (stream: string): CallError =>
  new CallError(Status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

/** `actual` -1 = the stream does not exist. `act` begins the text: "Delete" or "Append". */
export const wrongExpectedVersion = (act: string, stream: string, expected: number, actual: number): CallError =>
  new CallError(
    Status.FAILED_PRECONDITION,
    `${act} failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${actual}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': String(expected),
      'actual-version': String(actual),
    },
  );

export const appendTooLarge = (limit: number): CallError =>
  new CallError(Status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limit),
  });

export const missingMetadataProperty = (): CallError =>
  new CallError(Status.INVALID_ARGUMENT, 'Required Metadata Property missing: type,content-type', {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });

/** The storage refused a write (for example a full disk). Nothing of the append was kept. */
export const storageFailed = (reason: string): CallError =>
  new CallError(Status.RESOURCE_EXHAUSTED, `The event node could not write: ${reason}. Nothing was appended.`);

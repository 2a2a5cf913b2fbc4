import {
  EventStoreUnavailableError,
  type Appended,
  type EventToAppend,
  type ExpectedRevision,
} from '../event-store.js';
import { framed } from './grpc-call.js';
import { FieldWalker, MalformedAnswerError, integerField, messageField, textField, wideNumber } from './protobuf.js';

/** A message of a gRPC server holds at most 4 MiB unless it is told otherwise; longer appends go in several. */
const messageBytes = 1024 * 1024;
const deadlineSeconds = 10;

const contentType = messageField(2, textField(1, 'content-type'), textField(2, 'application/json'));
const noStream = messageField(3);
const deadline = messageField(7, integerField(1, deadlineSeconds));
const isFinal = integerField(4, 1);

/** `BatchAppendReq` messages of one append, as gRPC frames. */
export function appendRequest(
  correlation: number,
  stream: string,
  events: readonly EventToAppend[],
  expected: ExpectedRevision,
): Buffer {
  const identifier = messageField(1, messageField(3, Buffer.from(stream)));
  const position = expected === 'no-stream' ? noStream : integerField(2, expected);
  const correlationId = messageField(1, messageField(1, integerField(2, correlation)));
  const frames: Buffer[] = [];
  let parts = [correlationId, messageField(2, identifier, position, deadline)];
  let size = 0;
  for (const event of events) {
    const proposed = proposedMessage(event);
    if (size > 0 && size + proposed.length > messageBytes) {
      frames.push(framed(...parts));
      [parts, size] = [[correlationId], 0];
    }
    parts.push(proposed);
    size += proposed.length;
  }
  frames.push(framed(...parts, isFinal));
  return frames.length === 1 ? frames[0]! : Buffer.concat(frames);
}

const proposedMessage = ({ data, id, metadata, type }: EventToAppend): Buffer =>
  messageField(
    3,
    messageField(1, textField(2, id)),
    messageField(2, textField(1, 'type'), textField(2, type)),
    contentType,
    textField(3, JSON.stringify(metadata)),
    textField(4, JSON.stringify(data)),
  );

/** One append's answer; `undefined` as `outcome`: the stream was at another revision. */
export interface Answer {
  readonly correlation: number;
  readonly outcome: Appended | Error | undefined;
}

const [error, success] = [2, 3];
const wrongVersion = 'event_store.client.WrongExpectedVersion';
/** gRPC's CANCELLED, DEADLINE_EXCEEDED, UNAVAILABLE. */
const outages = new Set([1, 4, 14]);

/** `BatchAppendResp`, without gRPC's prefix. */
export function readAnswer(bytes: Buffer, start: number, end: number): Answer {
  let correlation = NaN;
  let outcome: Answer['outcome'];
  let isSettled = false;
  const walker = new FieldWalker().over(bytes, start, end);
  while (walker.next()) {
    if (walker.field === 1) correlation = correlationIn(bytes, walker.start, walker.end);
    else if (walker.field === error || walker.field === success) {
      const read = walker.field === error ? failureIn : appendedIn;
      outcome = read(bytes, walker.start, walker.end);
      isSettled = true;
    }
  }
  if (!isSettled) throw new MalformedAnswerError('an append was answered without a result');
  return { correlation, outcome };
}

/** Servers answer with the id as it was sent, or as text. */
function correlationIn(bytes: Buffer, start: number, end: number): number {
  const walker = new FieldWalker().over(bytes, start, end);
  walker.next();
  if (walker.field === 2) return Number.parseInt(bytes.toString('latin1', walker.end - 12, walker.end), 16);
  walker.over(bytes, walker.start, walker.end);
  let correlation = 0;
  while (walker.next()) if (walker.field === 2) correlation = walker.number();
  return correlation;
}

function appendedIn(bytes: Buffer, start: number, end: number): Appended | Error {
  let revision = 0;
  let position: Appended['position'] | undefined;
  const walker = new FieldWalker().over(bytes, start, end);
  while (walker.next()) {
    if (walker.field === 1) revision = walker.number();
    else if (walker.field === 3) position = positionIn(bytes, walker.start, walker.end);
  }
  return position
    ? { revision, position }
    : new EventStoreUnavailableError('an append was answered without a position');
}

function positionIn(bytes: Buffer, start: number, end: number): Appended['position'] {
  let [commit, prepare] = [0n, 0n];
  const walker = new FieldWalker().over(bytes, start, end);
  while (walker.next()) {
    const value = wideNumber(bytes, walker.start, walker.end);
    if (walker.field === 1) commit = value;
    else prepare = value;
  }
  return { commit, prepare };
}

/** `google.rpc.Status`: a code, a message, and what exactly it was by the name of its type. */
function failureIn(bytes: Buffer, start: number, end: number): Error | undefined {
  let [code, message, detail] = [0, '', ''];
  const walker = new FieldWalker().over(bytes, start, end);
  while (walker.next()) {
    if (walker.field === 1) code = walker.number();
    else if (walker.field === 2) message = bytes.toString('utf8', walker.start, walker.end);
    else if (walker.field === 3) detail = typeNameIn(bytes, walker.start, walker.end);
  }
  if (detail.endsWith(wrongVersion)) return undefined;
  const text = `event store: ${message} (${detail || `status ${code}`})`;
  return outages.has(code) ? new EventStoreUnavailableError(text) : new Error(text);
}

function typeNameIn(bytes: Buffer, start: number, end: number): string {
  const walker = new FieldWalker().over(bytes, start, end);
  while (walker.next()) if (walker.field === 1) return bytes.toString('utf8', walker.start, walker.end);
  return '';
}

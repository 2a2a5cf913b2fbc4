import { invalidArgument } from './errors.js';
import type { MessageReader } from './reader.js';
import { MalformedMessage } from './reader.js';
import type { EventFilter } from '../reading/event-filter.js';
import { Expected } from '../streams/expected.js';
import { MAX_UINT64 } from './constants.js';
import type { UuidForm } from './uuid.js';

/** Where a read or subscription begins. For $all a value is a commit position. */
export type From = 'start' | 'end' | bigint;

export interface FilterOptions extends EventFilter {
  /** Events examined per page. */
  readonly window: number;
  readonly checkpointMultiplier: number;
}

export interface ReadRequest {
  /** Undefined = $all. */
  readonly stream: string | undefined;
  readonly from: From;
  readonly backwards: boolean;
  readonly resolveLinks: boolean;
  /** Undefined = a subscription. */
  readonly count: bigint | undefined;
  readonly filter: FilterOptions | undefined;
  readonly uuids: UuidForm;
  readonly compatibility: number;
}

/** Window where the client names none. */
export const DEFAULT_WINDOW = 32;

/** StreamIdentifier: the name is bytes in field 3. */
export function readIdentifier(reader: MessageReader): string {
  let name = '';
  while (reader.next()) if (reader.field === 3) name = reader.bytes().toString('utf8');
  return name;
}

/** Checks a name as the server does; `$$` alone names no stream. */
export function streamName(name: string): string {
  if (name === '' || name === '$$') throw invalidArgument(`'${name}' is not a valid stream name.`);
  return name;
}

export function readReadRequest(request: MessageReader): ReadRequest {
  while (request.next()) if (request.field === 1) return readOptions(request.message());
  throw invalidArgument('ReadReq without options.');
}

/** The options as far as they have been read. A later member of a oneof takes the place of an earlier one. */
interface GatheredOptions {
  stream: string | undefined;
  from: From | undefined;
  backwards: boolean;
  resolveLinks: boolean;
  amount: { readonly count: bigint | undefined } | undefined;
  filter: FilterOptions | 'none' | undefined;
  uuids: UuidForm | undefined;
  compatibility: number;
}

function readOptions(reader: MessageReader): ReadRequest {
  const options: GatheredOptions = {
    stream: undefined,
    from: undefined,
    backwards: false,
    resolveLinks: false,
    amount: undefined,
    filter: undefined,
    uuids: undefined,
    compatibility: 0,
  };
  while (reader.next()) readOption(reader, options);
  const { stream, from, amount, filter, uuids, backwards, resolveLinks, compatibility } = options;
  if (from === undefined || amount === undefined || filter === undefined || uuids === undefined) {
    throw invalidArgument('ReadReq names no stream, count, filter or uuid option.');
  }
  if (amount.count === undefined && backwards) throw invalidArgument('A subscription reads forwards.');
  if (stream !== undefined && filter !== 'none') throw invalidArgument('Only $all can be filtered.');
  return {
    stream,
    from,
    backwards,
    resolveLinks,
    count: amount.count,
    filter: filter === 'none' ? undefined : filter,
    uuids,
    compatibility,
  };
}

function readOption(reader: MessageReader, options: GatheredOptions): void {
  switch (reader.field) {
    case 1:
      return void Object.assign(options, readStreamOptions(reader.message()));
    case 2:
      return void Object.assign(options, { from: readAllOptions(reader.message()), stream: undefined });
    case 3:
      options.backwards = reader.int32() === 1;
      return;
    case 4:
      options.resolveLinks = reader.bool();
      return;
    case 5:
      options.amount = { count: reader.uint64() };
      return;
    case 6:
      options.amount = { count: undefined };
      return;
    case 7:
      options.filter = readFilter(reader.message());
      return;
    case 8:
      options.filter = 'none';
      return;
    case 9:
      options.uuids = readUuidForm(reader.message());
      return;
    case 10:
      options.compatibility = readCompatibility(reader.message());
  }
}

function readCompatibility(reader: MessageReader): number {
  let compatibility = 0;
  while (reader.next()) if (reader.field === 1) compatibility = reader.uint32();
  return compatibility;
}

function readStreamOptions(reader: MessageReader): { stream: string; from: From } {
  let stream = '';
  let from: From = 'start';
  while (reader.next()) {
    if (reader.field === 1) stream = readIdentifier(reader.message());
    else if (reader.field === 2) from = endOr(reader.uint64());
    else if (reader.field === 3) from = 'start';
    else if (reader.field === 4) from = 'end';
  }
  return { stream: streamName(stream), from };
}

const endOr = (value: bigint): From => (value === MAX_UINT64 ? 'end' : value);

function readAllOptions(reader: MessageReader): From {
  let from: From = 'start';
  while (reader.next()) {
    if (reader.field === 1) from = readPosition(reader.message());
    else if (reader.field === 2) from = 'start';
    else if (reader.field === 3) from = 'end';
  }
  return from;
}

const MAX_POSITION = 2n ** 63n - 1n;

/** A commit/prepare pair; the two are equal in this log, so the commit position says all. */
export function readPosition(reader: MessageReader): From {
  let commit = 0n;
  let prepare = 0n;
  while (reader.next()) {
    if (reader.field === 1) commit = reader.uint64();
    else if (reader.field === 2) prepare = reader.uint64();
  }
  if (commit === MAX_UINT64 && prepare === MAX_UINT64) return 'end';
  if (commit > MAX_POSITION || prepare > MAX_POSITION || commit < prepare) {
    throw new MalformedMessage(`the position C:${commit}/P:${prepare} is not one`);
  }
  return commit;
}

export function readUuidForm(reader: MessageReader): UuidForm {
  let form: UuidForm = 'string';
  while (reader.next()) if (reader.field === 1) form = 'structured';
  return form;
}

export function readFilter(reader: MessageReader): FilterOptions {
  let on: 'stream' | 'type' | undefined;
  let expression = { regex: '', prefixes: [] as string[] };
  let window: number | undefined;
  let checkpointMultiplier = 0;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
      case 2:
        on = reader.field === 1 ? 'stream' : 'type';
        expression = readExpression(reader.message());
        break;
      case 3:
        window = reader.uint32();
        break;
      case 4:
        window = DEFAULT_WINDOW;
        break;
      case 5:
        checkpointMultiplier = reader.uint32();
        break;
    }
  }
  if (on === undefined || window === undefined) throw invalidArgument('The filter names no kind or no window.');
  return { on, ...expression, window, checkpointMultiplier };
}

function readExpression(reader: MessageReader): { regex: string; prefixes: string[] } {
  let regex = '';
  const prefixes: string[] = [];
  while (reader.next()) {
    if (reader.field === 1) regex = reader.string();
    else if (reader.field === 2) prefixes.push(reader.string());
  }
  return { regex, prefixes };
}

/** AppendReq, DeleteReq and TombstoneReq options share their numbers: 1 stream, 2 revision, 3–5 the other states. */
export function readStreamState(reader: MessageReader): { stream: string; expected: number } {
  let stream = '';
  let expected: number | undefined;
  while (reader.next()) {
    if (reader.field === 1) stream = readIdentifier(reader.message());
    else if (reader.field >= 2 && reader.field <= 5) expected = readExpected(reader);
  }
  if (expected === undefined) throw invalidArgument('No expected state of the stream is given.');
  return { stream: streamName(stream), expected };
}

/** Fields 2–5 of append, batch append, delete and tombstone options. */
export function readExpected(reader: MessageReader): number {
  if (reader.field === 3) return Expected.NO_STREAM;
  if (reader.field === 4) return Expected.ANY;
  if (reader.field === 5) return Expected.STREAM_EXISTS;
  const revision = reader.uint64();
  if (revision > MAX_POSITION) {
    // The unsigned forms of the named states, as older clients send them.
    return Number(BigInt.asIntN(64, revision));
  }
  return Number(revision);
}

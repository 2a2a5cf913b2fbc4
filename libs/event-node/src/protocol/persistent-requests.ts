import type { GroupSettings, GroupStart } from '../persistent/settings.js';
import { MAX_UINT64 } from './constants.js';
import type { FilterOptions } from './stream-messages.js';
import { readFilter, readIdentifier, readUuidForm } from './stream-messages.js';
import type { MessageReader } from './reader.js';
import type { UuidForm } from './uuid.js';
import { readUuid } from './uuid.js';

/** A group's address: `stream` undefined = $all. */
export interface GroupAddress {
  readonly stream: string | undefined;
  readonly group: string;
}

/** CreateReq and UpdateReq options; an update has no filter and no strategy by name. */
export interface GroupRequest extends GroupAddress {
  readonly start: GroupStart;
  readonly filter: FilterOptions | undefined;
  readonly settings: GroupSettings;
}

const NAMED_STRATEGIES = ['DispatchToSingle', 'RoundRobin', 'Pinned'];
const TICKS_PER_MS = 10_000n;

/** Options of Create and Update: 1 stream (deprecated form), 2 group, 3 settings, 4 stream, 5 all. */
export function readGroupRequest(reader: MessageReader): GroupRequest {
  let stream: string | undefined;
  let group = '';
  let start: GroupStart | undefined;
  let filter: FilterOptions | undefined;
  let settings: { values: GroupSettings; deprecatedStart: GroupStart } | undefined;
  while (reader.next()) {
    if (reader.field === 1) stream = readIdentifier(reader.message());
    else if (reader.field === 2) group = reader.string();
    else if (reader.field === 3) settings = readSettings(reader.message());
    else if (reader.field === 4) ({ stream, start } = readStreamOptions(reader.message()));
    else if (reader.field === 5) {
      ({ start, filter } = readAllOptions(reader.message()));
      stream = undefined;
    }
  }
  const { values, deprecatedStart } = settings ?? readSettings(undefined);
  return { stream, group, start: start ?? deprecatedStart, filter, settings: values };
}

function startAt(revision: bigint): GroupStart {
  if (revision === 0n) return 'start';
  return revision === MAX_UINT64 ? 'end' : { commit: String(revision), prepare: String(revision) };
}

function readStreamOptions(reader: MessageReader): { stream: string; start: GroupStart } {
  let stream = '';
  let start: GroupStart = 'start';
  while (reader.next()) {
    if (reader.field === 1) stream = readIdentifier(reader.message());
    else if (reader.field === 2) start = startAt(reader.uint64());
    else if (reader.field === 3) start = 'start';
    else if (reader.field === 4) start = 'end';
  }
  return { stream, start };
}

function readAllOptions(reader: MessageReader): { start: GroupStart; filter: FilterOptions | undefined } {
  let start: GroupStart = 'start';
  let filter: FilterOptions | undefined;
  while (reader.next()) {
    if (reader.field === 1) start = readStartPosition(reader.message());
    else if (reader.field === 2) start = 'start';
    else if (reader.field === 3) start = 'end';
    else if (reader.field === 4) filter = readFilter(reader.message());
  }
  return { start, filter };
}

function readStartPosition(reader: MessageReader): GroupStart {
  let commit = 0n;
  let prepare = 0n;
  while (reader.next()) {
    if (reader.field === 1) commit = reader.int64();
    else if (reader.field === 2) prepare = reader.int64();
  }
  if (commit === -1n && prepare === -1n) return 'end';
  return { commit: String(commit), prepare: String(prepare) };
}

/** Settings by the numbers of the .proto; the defaults are protobuf's (the clients send every field). */
function readSettings(reader: MessageReader | undefined): { values: GroupSettings; deprecatedStart: GroupStart } {
  const numbers = new Map<number, bigint>();
  let named = '';
  while (reader?.next()) {
    if (reader.field === 16) named = reader.string();
    else numbers.set(reader.field, reader.int64());
  }
  const number = (field: number): number => Number(numbers.get(field) ?? 0n);
  const milliseconds = (field: number, ticks: number): number =>
    numbers.has(ticks) ? Number((numbers.get(ticks) ?? 0n) / TICKS_PER_MS) : number(field);
  const values: GroupSettings = {
    resolveLinks: number(1) !== 0,
    extraStatistics: number(3) !== 0,
    messageTimeout: milliseconds(14, 4),
    maxRetryCount: number(5),
    checkpointAfter: milliseconds(15, 6),
    minCheckpointCount: number(7),
    maxCheckpointCount: number(8),
    maxSubscriberCount: number(9),
    liveBufferSize: number(10),
    readBatchSize: number(11),
    historyBufferSize: number(12),
    strategy: named || (NAMED_STRATEGIES[number(13)] ?? `strategy ${number(13)}`),
  };
  return { values, deprecatedStart: startAt(BigInt.asUintN(64, numbers.get(2) ?? 0n)) };
}

/** Options of Delete, GetInfo, ReplayParked and List name a stream or $all under numbers of their own. */
export interface AddressFields {
  readonly stream: number;
  readonly all: number;
  readonly group?: number;
}

export function readAddress(reader: MessageReader, fields: AddressFields): GroupAddress & { stopAt?: bigint } {
  let stream: string | undefined;
  let group = '';
  let stopAt: bigint | undefined;
  while (reader.next()) {
    if (reader.field === fields.stream) stream = readIdentifier(reader.message());
    else if (reader.field === fields.all) stream = undefined;
    else if (reader.field === fields.group) group = reader.string();
    // Only ReplayParked has a field 4: the event number of the parked stream to stop at.
    else if (reader.field === 4) stopAt = reader.int64();
  }
  return { stream, group, ...(stopAt !== undefined && { stopAt }) };
}

export interface ReadOptions extends GroupAddress {
  readonly bufferSize: number;
  readonly uuids: UuidForm;
}

/** ReadReq options: 1 stream, 2 group, 3 buffer size, 4 uuid option, 5 all. */
export function readReadOptions(reader: MessageReader): ReadOptions {
  let stream: string | undefined;
  let group = '';
  let bufferSize = 0;
  let uuids: UuidForm = 'string';
  while (reader.next()) {
    if (reader.field === 1) stream = readIdentifier(reader.message());
    else if (reader.field === 2) group = reader.string();
    else if (reader.field === 3) bufferSize = reader.int32();
    else if (reader.field === 4) uuids = readUuidForm(reader.message());
  }
  return { stream, group, bufferSize, uuids };
}

export interface AckOrNack {
  readonly ids: string[];
  readonly action: number;
  readonly reason: string;
}

/** Ack: 2 ids. Nack: 2 ids, 3 action, 4 reason. */
export function readAckOrNack(reader: MessageReader): AckOrNack {
  const ids: string[] = [];
  let action = 0;
  let reason = '';
  while (reader.next()) {
    if (reader.field === 2) ids.push(readUuid(reader.message()));
    else if (reader.field === 3) action = reader.int32();
    else if (reader.field === 4) reason = reader.string();
  }
  return { ids, action, reason };
}

import { crc32 } from 'node:zlib';
import { DELETED_REVISION, TOMBSTONE } from '../protocol/constants.js';
import { varintSize, writeVarint } from '../protocol/writer.js';

/** What one event record holds. `revision` is {@link TOMBSTONE} for `$streamDeleted` of a hard-deleted stream. */
export interface EventRecord {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  /** Canonical lower-case uuid. */
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly created: number;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/*
 * A stored event is a 64-byte little-endian header followed by the complete gRPC frame that Read answers with
 * (ReadResp{event: ReadEvent{event: RecordedEvent, commit_position}}, id as text). Reads hand the frame on as it
 * is; the header says where its parts lie, so that filters and links never parse protobuf.
 *
 *   0 u8 layout (1)   1 u8 flags   4 u32 crc32 of everything from 8   8 f64 created   16 f64 revision
 *   24 u32 × 10: start and end of recorded event, stream name, type, metadata, data
 */
const LAYOUT = 1;
export const HEADER_SIZE = 64;
const JSON_FLAG = 1;
const LINK_FLAG = 2;
const HIDDEN_FLAG = 4;
const ID_FIELD = Buffer.from([0x0a, 0x26, 0x12, 0x24]);
/** Bytes of the id field of a recorded event: four of tags and lengths, 36 of text. */
export const ID_FIELD_SIZE = 40;
const JSON_CONTENT = Buffer.from('application/json');
const BINARY_CONTENT = Buffer.from('application/octet-stream');

export const LINK_TYPE = '$>';

/** Streams that $all never shows: the bookkeeping of persistent subscriptions to $all itself. */
export function isHiddenFromAll(stream: string): boolean {
  return (
    stream === '$epoch-information' ||
    (stream.startsWith('$persistentsubscription-$all::') &&
      (stream.endsWith('-checkpoint') || stream.endsWith('-parked')))
  );
}

const KEY_TYPE = Buffer.from([0x0a, 4, ...Buffer.from('type'), 0x12]);
const KEY_CREATED = Buffer.from([0x0a, 7, ...Buffer.from('created'), 0x12]);
const KEY_CONTENT = Buffer.from([0x0a, 12, ...Buffer.from('content-type'), 0x12]);

const lengthDelimited = (length: number): number => 1 + varintSize(length) + length;
const mapEntry = (key: Buffer, valueLength: number): number => key.length + varintSize(valueLength) + valueLength;

/** The revision as a varint needs ten-byte care only for tombstones: 2^63-1 is nine times 0xff… */
const TOMBSTONE_VARINT = Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);

export function encodeEvent(record: EventRecord): Buffer {
  const streamLength = Buffer.byteLength(record.stream);
  const typeLength = Buffer.byteLength(record.type);
  const createdTicks = `${record.created}0000`;
  const content = record.isJson ? JSON_CONTENT : BINARY_CONTENT;
  const deleted = record.revision >= TOMBSTONE;
  const positionSize = varintSize(record.position);

  const identifier = lengthDelimited(streamLength);
  const typeEntry = mapEntry(KEY_TYPE, typeLength);
  const createdEntry = mapEntry(KEY_CREATED, createdTicks.length);
  const contentEntry = mapEntry(KEY_CONTENT, content.length);
  const recordedLength =
    ID_FIELD_SIZE +
    lengthDelimited(identifier) +
    1 +
    (deleted ? TOMBSTONE_VARINT.length : varintSize(record.revision)) +
    2 * (1 + positionSize) +
    lengthDelimited(typeEntry) +
    lengthDelimited(createdEntry) +
    lengthDelimited(contentEntry) +
    lengthDelimited(record.metadata.length) +
    lengthDelimited(record.data.length);
  const readEventLength = lengthDelimited(recordedLength) + 1 + positionSize;
  const messageLength = lengthDelimited(readEventLength);

  const out = Buffer.allocUnsafe(HEADER_SIZE + 5 + messageLength);
  let at = HEADER_SIZE;
  out[at++] = 0;
  at = out.writeUInt32BE(messageLength, at);
  out[at++] = 0x0a;
  at = writeVarint(out, at, readEventLength);
  out[at++] = 0x0a;
  at = writeVarint(out, at, recordedLength);
  const recordedStart = at;
  out.set(ID_FIELD, at);
  at += 4;
  at += out.write(record.id, at, 'latin1');
  out[at++] = 0x12;
  at = writeVarint(out, at, identifier);
  out[at++] = 0x1a;
  at = writeVarint(out, at, streamLength);
  const streamStart = at;
  at += out.write(record.stream, at);
  const streamEnd = at;
  out[at++] = 0x18;
  if (deleted) {
    out.set(TOMBSTONE_VARINT, at);
    at += TOMBSTONE_VARINT.length;
  } else at = writeVarint(out, at, record.revision);
  out[at++] = 0x20;
  at = writeVarint(out, at, record.position);
  out[at++] = 0x28;
  at = writeVarint(out, at, record.position);

  out[at++] = 0x32;
  at = writeVarint(out, at, typeEntry);
  out.set(KEY_TYPE, at);
  at = writeVarint(out, at + KEY_TYPE.length, typeLength);
  const typeStart = at;
  at += out.write(record.type, at);
  const typeEnd = at;
  out[at++] = 0x32;
  at = writeVarint(out, at, createdEntry);
  out.set(KEY_CREATED, at);
  at = writeVarint(out, at + KEY_CREATED.length, createdTicks.length);
  at += out.write(createdTicks, at, 'latin1');
  out[at++] = 0x32;
  at = writeVarint(out, at, contentEntry);
  out.set(KEY_CONTENT, at);
  at = writeVarint(out, at + KEY_CONTENT.length, content.length);
  out.set(content, at);
  at += content.length;

  out[at++] = 0x3a;
  at = writeVarint(out, at, record.metadata.length);
  const metadataStart = at;
  out.set(record.metadata, at);
  at += record.metadata.length;
  out[at++] = 0x42;
  at = writeVarint(out, at, record.data.length);
  const dataStart = at;
  out.set(record.data, at);
  at += record.data.length;
  const recordedEnd = at;
  out[at++] = 0x18;
  writeVarint(out, at, record.position);

  out[0] = LAYOUT;
  out[1] =
    (record.isJson ? JSON_FLAG : 0) |
    (record.type === LINK_TYPE ? LINK_FLAG : 0) |
    (isHiddenFromAll(record.stream) ? HIDDEN_FLAG : 0);
  out.writeUInt16LE(0, 2);
  out.writeDoubleLE(record.created, 8);
  out.writeDoubleLE(record.revision, 16);
  const parts = [recordedStart, recordedEnd, streamStart, streamEnd, typeStart, typeEnd];
  parts.push(metadataStart, metadataStart + record.metadata.length, dataStart, recordedEnd);
  parts.forEach((part, index) => out.writeUInt32LE(part, 24 + 4 * index));
  out.writeUInt32LE(crc32(out.subarray(8)), 4);
  return out;
}

/** A view on the bytes of {@link encodeEvent}; nothing is parsed before it is asked for. */
export class StoredEvent {
  constructor(
    readonly bytes: Buffer,
    readonly position: number,
  ) {}

  get isJson(): boolean {
    return (this.flags & JSON_FLAG) !== 0;
  }
  get isLink(): boolean {
    return (this.flags & LINK_FLAG) !== 0;
  }
  get isHidden(): boolean {
    return (this.flags & HIDDEN_FLAG) !== 0;
  }
  get created(): number {
    return this.bytes.readDoubleLE(8);
  }
  get revision(): number {
    return this.bytes.readDoubleLE(16);
  }
  get revisionOnWire(): bigint {
    return this.revision >= TOMBSTONE ? DELETED_REVISION : BigInt(this.revision);
  }
  get id(): string {
    const start = this.part(0) + 4;
    return this.bytes.toString('latin1', start, start + 36);
  }
  get stream(): string {
    return this.bytes.toString('utf8', this.part(2), this.part(3));
  }
  get type(): string {
    return this.bytes.toString('utf8', this.part(4), this.part(5));
  }
  get metadata(): Buffer {
    return this.bytes.subarray(this.part(6), this.part(7));
  }
  get data(): Buffer {
    return this.bytes.subarray(this.part(8), this.part(9));
  }
  /** The encoded RecordedEvent message. */
  get recorded(): Buffer {
    return this.bytes.subarray(this.part(0), this.part(1));
  }
  /** The complete gRPC frame of a ReadResp, id as text, no link. */
  get frame(): Buffer {
    return this.bytes.subarray(HEADER_SIZE);
  }

  streamStartsWith(prefix: Buffer): boolean {
    return this.startsWith(prefix, 2);
  }

  typeStartsWith(prefix: Buffer): boolean {
    return this.startsWith(prefix, 4);
  }

  /** False when the bytes are not those that were written. */
  isIntact(): boolean {
    return (
      this.bytes.length > HEADER_SIZE + 5 &&
      this.bytes[0] === LAYOUT &&
      this.bytes.readUInt32LE(4) === crc32(this.bytes.subarray(8))
    );
  }

  private startsWith(prefix: Buffer, part: number): boolean {
    const start = this.part(part);
    const end = start + prefix.length;
    return end <= this.part(part + 1) && this.bytes.compare(prefix, 0, prefix.length, start, end) === 0;
  }

  private get flags(): number {
    return this.bytes[1] as number;
  }

  private part(index: number): number {
    return this.bytes.readUInt32LE(24 + 4 * index);
  }
}

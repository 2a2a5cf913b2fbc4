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
const TOMBSTONE_REVISION = Buffer.concat([Buffer.of(0x18), TOMBSTONE_VARINT]);
/** A gRPC frame begins with a flag and four bytes of length. */
const FRAME_PREFIX = 5;

/** Lengths of the nested messages of one frame: protobuf writes a length before what it measures. */
interface FrameSizes {
  readonly stream: number;
  readonly type: number;
  readonly created: number;
  readonly content: number;
  readonly recorded: number;
  readonly readEvent: number;
  readonly message: number;
}

function frameSizes(record: EventRecord, created: string, content: Buffer): FrameSizes {
  const stream = Buffer.byteLength(record.stream);
  const type = Buffer.byteLength(record.type);
  const position = 1 + varintSize(record.position);
  const recorded =
    ID_FIELD_SIZE +
    lengthDelimited(lengthDelimited(stream)) +
    1 +
    (record.revision >= TOMBSTONE ? TOMBSTONE_VARINT.length : varintSize(record.revision)) +
    2 * position +
    lengthDelimited(mapEntry(KEY_TYPE, type)) +
    lengthDelimited(mapEntry(KEY_CREATED, created.length)) +
    lengthDelimited(mapEntry(KEY_CONTENT, content.length)) +
    lengthDelimited(record.metadata.length) +
    lengthDelimited(record.data.length);
  const readEvent = lengthDelimited(recorded) + position;
  return {
    stream,
    type,
    created: created.length,
    content: content.length,
    recorded,
    readEvent,
    message: lengthDelimited(readEvent),
  };
}

/** Writes a frame front to back; every method returns the offset it began at, behind tag and length. */
class FrameWriter {
  at = HEADER_SIZE;

  constructor(readonly out: Buffer) {}

  raw(bytes: Uint8Array): number {
    const start = this.at;
    this.out.set(bytes, start);
    this.at += bytes.length;
    return start;
  }

  number(tag: number, value: number): void {
    this.out[this.at++] = tag;
    this.at = writeVarint(this.out, this.at, value);
  }

  text(value: string): number {
    const start = this.at;
    this.at += this.out.write(value, start);
    return start;
  }

  /** An entry of the metadata map (field 6): the key as a prepared field, the value's length, and then the value. */
  entry(key: Buffer, valueLength: number): void {
    this.number(0x32, mapEntry(key, valueLength));
    this.raw(key);
    this.at = writeVarint(this.out, this.at, valueLength);
  }
}

export function encodeEvent(record: EventRecord): Buffer {
  const { position, revision, metadata, data } = record;
  const created = `${record.created}0000`;
  const content = record.isJson ? JSON_CONTENT : BINARY_CONTENT;
  const sizes = frameSizes(record, created, content);
  const frame = new FrameWriter(Buffer.allocUnsafe(HEADER_SIZE + FRAME_PREFIX + sizes.message));
  frame.out[frame.at] = 0;
  frame.at = frame.out.writeUInt32BE(sizes.message, frame.at + 1);
  frame.number(0x0a, sizes.readEvent);
  frame.number(0x0a, sizes.recorded);
  const recorded = frame.raw(ID_FIELD);
  frame.text(record.id);
  frame.number(0x12, lengthDelimited(sizes.stream));
  frame.number(0x1a, sizes.stream);
  const stream = frame.text(record.stream);
  if (revision >= TOMBSTONE) frame.raw(TOMBSTONE_REVISION);
  else frame.number(0x18, revision);
  frame.number(0x20, position);
  frame.number(0x28, position);
  frame.entry(KEY_TYPE, sizes.type);
  const type = frame.text(record.type);
  frame.entry(KEY_CREATED, sizes.created);
  frame.text(created);
  frame.entry(KEY_CONTENT, sizes.content);
  frame.raw(content);
  frame.number(0x3a, metadata.length);
  const metadataAt = frame.raw(metadata);
  frame.number(0x42, data.length);
  const dataAt = frame.raw(data);
  const end = frame.at;
  frame.number(0x18, position);
  const parts = [recorded, end, stream, stream + sizes.stream, type, type + sizes.type];
  parts.push(metadataAt, metadataAt + metadata.length, dataAt, end);
  writeHeader(frame.out, record, parts);
  return frame.out;
}

function writeHeader(out: Buffer, record: EventRecord, parts: readonly number[]): void {
  out[0] = LAYOUT;
  out[1] =
    (record.isJson ? JSON_FLAG : 0) |
    (record.type === LINK_TYPE ? LINK_FLAG : 0) |
    (isHiddenFromAll(record.stream) ? HIDDEN_FLAG : 0);
  out.writeUInt16LE(0, 2);
  out.writeDoubleLE(record.created, 8);
  out.writeDoubleLE(record.revision, 16);
  parts.forEach((part, index) => out.writeUInt32LE(part, 24 + 4 * index));
  out.writeUInt32LE(crc32(out.subarray(8)), 4);
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

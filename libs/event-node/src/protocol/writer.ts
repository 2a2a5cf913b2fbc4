/**
 * Protobuf fields as buffers, for messages that are not on the hot path: `message(1, text(2, 'a'))` is
 * field 1 holding a message whose field 2 is "a". Field numbers are from the published .proto files.
 */
const VARINT = 0;
const LENGTH_DELIMITED = 2;

export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Writes a non-negative safe integer; returns the offset behind it. */
export function writeVarint(target: Buffer, offset: number, value: number): number {
  let rest = value;
  let at = offset;
  while (rest >= 0x80) {
    target[at++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  target[at++] = rest;
  return at;
}

function wideVarint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

const tagOf = (field: number, wireType: number): number => field * 8 + wireType;

/** uint64, int64, int32, bool and enum alike: a negative number takes its 64-bit two's complement. */
export function integer(field: number, value: number | bigint): Buffer {
  const tag = tagOf(field, VARINT);
  if (typeof value === 'number' && value >= 0 && Number.isSafeInteger(value)) {
    const out = Buffer.allocUnsafe(varintSize(tag) + varintSize(value));
    writeVarint(out, writeVarint(out, 0, tag), value);
    return out;
  }
  return Buffer.concat([wideVarint(BigInt(tag)), wideVarint(BigInt(value))]);
}

/** sint64: zigzag. */
export function signed(field: number, value: number | bigint): Buffer {
  const wide = BigInt(value);
  return integer(field, BigInt.asUintN(64, (wide << 1n) ^ (wide >> 63n)));
}

export function flag(field: number, value: boolean): Buffer {
  return integer(field, value ? 1 : 0);
}

export function bytes(field: number, value: Uint8Array): Buffer {
  return lengthDelimited(field, value.length, [value]);
}

function lengthDelimited(field: number, length: number, parts: readonly Uint8Array[]): Buffer {
  const tag = tagOf(field, LENGTH_DELIMITED);
  const out = Buffer.allocUnsafe(varintSize(tag) + varintSize(length) + length);
  let at = writeVarint(out, writeVarint(out, 0, tag), length);
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value, 'utf8'));
}

export function message(field: number, ...parts: Uint8Array[]): Buffer {
  return lengthDelimited(field, totalLength(parts), parts);
}

function totalLength(parts: readonly Uint8Array[]): number {
  let length = 0;
  for (const part of parts) length += part.length;
  return length;
}

export function empty(field: number): Buffer {
  return message(field);
}

const FRAME_PREFIX = 5;

/** One gRPC frame: no compression, 4 bytes of big-endian length, the message. */
export function frame(...parts: Uint8Array[]): Buffer {
  const length = totalLength(parts);
  const framed = Buffer.allocUnsafe(FRAME_PREFIX + length);
  framed[0] = 0;
  framed.writeUInt32BE(length, 1);
  let at = FRAME_PREFIX;
  for (const part of parts) {
    framed.set(part, at);
    at += part.length;
  }
  return framed;
}

/**
 * The little of protobuf that reads of `$all` and bulk appends need, by hand. The official client's generated classes make an object
 * of every field and decode 45 to 60 thousand events a second (2026-11-22); what is asked for here decides what is read.
 */
const VARINT = 0;
const LENGTH_DELIMITED = 2;

function varint(value: number | bigint): number[] {
  const bytes: number[] = [];
  let high = value;
  // Bitwise numbers end at 31 bits, and nearly all of them are lengths.
  for (; high > 0x7fff_ffff; high = BigInt(high) >> 7n) bytes.push(Number(BigInt(high) & 0x7fn) | 0x80);
  let rest = Number(high);
  for (; rest >= 0x80; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return bytes;
}

export const integerField = (field: number, value: number | bigint): Buffer =>
  Buffer.from([...varint(field * 8 + VARINT), ...varint(value)]);

export function messageField(field: number, ...parts: Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Uint8Array.from([...varint(field * 8 + LENGTH_DELIMITED), ...varint(length)]), ...parts]);
}

export const textField = (field: number, value: string): Buffer => messageField(field, Buffer.from(value));

/** The server's answer is not the protocol that this reader knows. */
export class MalformedAnswerError extends Error {
  override readonly name = 'MalformedAnswerError';
}

/**
 * Walks over the fields of one message in place. Made once and pointed at message after message, so that an event costs
 * no objects but its own.
 */
export class FieldWalker {
  field = 0;
  /** Where the value lies; of a length-delimited field without its length. */
  start = 0;
  end = 0;
  private at = 0;
  private limit = 0;
  private buffer: Buffer = Buffer.alloc(0);

  over(buffer: Buffer, start: number, end: number): this {
    this.buffer = buffer;
    this.at = start;
    this.limit = end;
    return this;
  }

  next(): boolean {
    if (this.at >= this.limit) return false;
    const tag = this.readVarint();
    this.field = tag >>> 3;
    this.start = this.at;
    switch (tag & 7) {
      case VARINT:
        this.readVarint();
        break;
      case 1:
        this.at += 8;
        break;
      case LENGTH_DELIMITED: {
        const length = this.readVarint();
        this.start = this.at;
        this.at += length;
        break;
      }
      case 5:
        this.at += 4;
        break;
      default:
        throw new MalformedAnswerError(`wire type ${tag & 7}`);
    }
    if (this.at > this.limit) throw new MalformedAnswerError('a field runs past the end of its message');
    this.end = this.at;
    return true;
  }

  /** Rounded beyond 2^53, and so still in order. */
  number(): number {
    const { at } = this;
    this.at = this.start;
    const value = this.readVarint();
    this.at = at;
    return value;
  }

  private readVarint(): number {
    const { buffer } = this;
    let value = 0;
    let unit = 1;
    for (let count = 0; count < 10; count++) {
      const byte = buffer[this.at++];
      if (byte === undefined) throw new MalformedAnswerError('a number runs past the end of the answer');
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
      unit *= 128;
    }
    throw new MalformedAnswerError('a number is too long');
  }
}

/** To the last digit. */
export function wideNumber(buffer: Buffer, start: number, end: number): bigint {
  let value = 0n;
  for (let at = end - 1; at >= start; at--) value = (value << 7n) | BigInt(buffer[at]! & 0x7f);
  return value;
}

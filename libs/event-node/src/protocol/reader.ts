/** A message that is not valid protobuf, or lacks what its call needs. Answered as a status, never as a crash. */
export class MalformedMessage extends Error {}

const MAX_VARINT_BYTES = 10;
const SMALL_VARINT_BYTES = 7;

/**
 * Walks over the fields of one protobuf message without copying:
 * `while (reader.next()) switch (reader.field) { case 1: … }`. A field that is not read is skipped.
 * Every accessor throws {@link MalformedMessage} when the wire type does not fit.
 */
export class MessageReader {
  field = 0;
  private wireType = 0;
  private fieldStart = 0;
  private valueStart = 0;
  private valueEnd = 0;
  private position: number;

  constructor(
    private readonly buffer: Buffer,
    start = 0,
    private readonly end = buffer.length,
  ) {
    this.position = start;
  }

  next(): boolean {
    if (this.position >= this.end) return false;
    this.fieldStart = this.position;
    const tag = this.smallVarint();
    this.field = tag >>> 3;
    this.wireType = tag & 7;
    if (this.field === 0) throw new MalformedMessage('field number 0');
    this.valueStart = this.position;
    switch (this.wireType) {
      case 0:
        this.skipVarint();
        break;
      case 1:
        this.position += 8;
        break;
      case 2: {
        const length = this.smallVarint();
        this.valueStart = this.position;
        this.position += length;
        break;
      }
      case 5:
        this.position += 4;
        break;
      default:
        throw new MalformedMessage(`wire type ${this.wireType}`);
    }
    if (this.position > this.end) throw new MalformedMessage('a field runs past the end of its message');
    this.valueEnd = this.position;
    return true;
  }

  /** The value's bytes, not copied: valid as long as the request's buffer. */
  bytes(): Buffer {
    this.expect(2);
    return this.buffer.subarray(this.valueStart, this.valueEnd);
  }

  /** The whole field as it stands, tag included. */
  raw(): Buffer {
    return this.buffer.subarray(this.fieldStart, this.valueEnd);
  }

  string(): string {
    this.expect(2);
    return this.buffer.toString('utf8', this.valueStart, this.valueEnd);
  }

  message(): MessageReader {
    this.expect(2);
    return new MessageReader(this.buffer, this.valueStart, this.valueEnd);
  }

  uint64(): bigint {
    const small = this.smallValue();
    if (small !== undefined) return BigInt(small);
    let value = 0n;
    let shift = 0n;
    for (let at = this.valueStart; at < this.valueEnd; at++, shift += 7n) {
      value |= BigInt((this.buffer[at] as number) & 0x7f) << shift;
    }
    return BigInt.asUintN(64, value);
  }

  int64(): bigint {
    return BigInt.asIntN(64, this.uint64());
  }

  sint64(): bigint {
    const zigzag = this.uint64();
    return (zigzag >> 1n) ^ -(zigzag & 1n);
  }

  int32(): number {
    const small = this.smallValue();
    return small === undefined ? Number(BigInt.asIntN(32, this.uint64())) : small | 0;
  }

  uint32(): number {
    const small = this.smallValue();
    return small === undefined ? Number(BigInt.asUintN(32, this.uint64())) : small >>> 0;
  }

  bool(): boolean {
    return this.smallValue() !== 0;
  }

  double(): number {
    this.expect(1);
    return this.buffer.readDoubleLE(this.valueStart);
  }

  /** The varint when it is below 2^49, which needs no bigint; undefined when it is larger. */
  private smallValue(): number | undefined {
    this.expect(0);
    if (this.valueEnd - this.valueStart > SMALL_VARINT_BYTES) return undefined;
    let value = 0;
    for (let at = this.valueEnd - 1; at >= this.valueStart; at--)
      value = value * 128 + ((this.buffer[at] as number) & 0x7f);
    return value;
  }

  private expect(wireType: number): void {
    if (this.wireType !== wireType) throw new MalformedMessage(`field ${this.field} has wire type ${this.wireType}`);
  }

  /** A varint that must fit in 32 bits: tags and lengths. */
  private smallVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.position >= this.end) throw new MalformedMessage('a varint runs past the end of its message');
      const byte = this.buffer[this.position++] as number;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value > 0xffffffff ? this.overlong() : value;
    }
    return this.overlong();
  }

  private skipVarint(): void {
    const limit = Math.min(this.end, this.position + MAX_VARINT_BYTES);
    while (this.position < limit) if ((this.buffer[this.position++] as number) < 0x80) return;
    this.overlong();
  }

  private overlong(): never {
    throw new MalformedMessage('a varint is too long');
  }
}

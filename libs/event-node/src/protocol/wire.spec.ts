import * as fc from 'fast-check';
import { MalformedMessage, MessageReader } from './reader.js';
import { bytes, flag, frame, integer, message, signed, text, varintSize, writeVarint } from './writer.js';
import { readUuid, uuidField } from './uuid.js';

function read<Value>(buffer: Buffer, pick: (reader: MessageReader) => Value): Value {
  const reader = new MessageReader(buffer);
  expect(reader.next()).toBe(true);
  return pick(reader);
}

test('what the writer writes, the reader reads', () => {
  const anyUint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  fc.assert(fc.property(anyUint64, (value) => expect(read(integer(5, value), (r) => r.uint64())).toBe(value)));
  const anyInt64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  fc.assert(fc.property(anyInt64, (value) => expect(read(integer(5, value), (r) => r.int64())).toBe(value)));
  fc.assert(fc.property(anyInt64, (value) => expect(read(signed(5, value), (r) => r.sint64())).toBe(value)));
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => expect(read(integer(1, value), (r) => r.uint64())).toBe(BigInt(value))),
  );
  const anyInt32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(fc.property(anyInt32, (value) => expect(read(integer(20, value), (r) => r.int32())).toBe(value)));
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => expect(read(text(3, value), (r) => r.string())).toBe(value)),
  );
  fc.assert(fc.property(fc.boolean(), (value) => expect(read(flag(3, value), (r) => r.bool())).toBe(value)));
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect(read(uuidField(1, id, 'string'), (r) => readUuid(r.message()))).toBe(id);
      expect(read(uuidField(1, id, 'structured'), (r) => readUuid(r.message()))).toBe(id);
    }),
  );
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      const target = Buffer.alloc(9);
      expect(writeVarint(target, 0, value)).toBe(varintSize(value));
    }),
  );
});

test('unread fields are skipped, nested messages are bounded by their length', () => {
  const reader = new MessageReader(
    Buffer.concat([message(1, text(1, 'inner'), integer(2, 7)), bytes(2, Buffer.of(1, 2))]),
  );
  reader.next();
  const inner = reader.message();
  const seen: number[] = [];
  while (inner.next()) seen.push(inner.field);
  expect(seen).toEqual([1, 2]);
  reader.next();
  expect(reader.bytes()).toEqual(Buffer.of(1, 2));
  expect(reader.next()).toBe(false);
});

test('any bytes are read or refused, never more', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (random) => {
      const reader = new MessageReader(Buffer.from(random));
      try {
        while (reader.next()) reader.raw();
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedMessage);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('a value of another wire type is refused', () => {
  expect(() => read(integer(1, 1), (reader) => reader.string())).toThrow(MalformedMessage);
  expect(() => read(text(1, 'a'), (reader) => reader.uint64())).toThrow(MalformedMessage);
});

test('a frame is a flag, four bytes of length, and the message', () => {
  expect(frame(Buffer.of(1, 2), Buffer.of(3))).toEqual(Buffer.of(0, 0, 0, 0, 3, 1, 2, 3));
});

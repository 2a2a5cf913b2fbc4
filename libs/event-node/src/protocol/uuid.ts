import { integer, message, text } from './writer.js';
import type { MessageReader } from './reader.js';
import { MalformedMessage } from './reader.js';

const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/** How a call wants ids written: as text, or as two signed 64-bit halves. */
export type UuidForm = 'string' | 'structured';

/** Canonical lower-case text of a UUID message in either form. */
export function readUuid(reader: MessageReader): string {
  while (reader.next()) {
    if (reader.field === 2) return canonicalUuid(reader.string());
    if (reader.field === 1) return readStructured(reader.message());
  }
  throw new MalformedMessage('a uuid is missing');
}

export function canonicalUuid(value: string): string {
  const lower = value.toLowerCase();
  if (!CANONICAL.test(lower)) throw new MalformedMessage('a uuid is not in canonical form');
  return lower;
}

function readStructured(reader: MessageReader): string {
  let most = 0n;
  let least = 0n;
  while (reader.next()) {
    if (reader.field === 1) most = reader.uint64();
    else if (reader.field === 2) least = reader.uint64();
  }
  const hex = most.toString(16).padStart(16, '0') + least.toString(16).padStart(16, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function uuidField(field: number, id: string, form: UuidForm): Buffer {
  if (form === 'string') return message(field, text(2, id));
  const hex = id.replaceAll('-', '');
  return message(
    field,
    message(1, integer(1, BigInt(`0x${hex.slice(0, 16)}`)), integer(2, BigInt(`0x${hex.slice(16)}`))),
  );
}

const quote = 0x22;
const backslash = 0x5c;
const [openObject, closeObject, openArray, closeArray] = [0x7b, 0x7d, 0x5b, 0x5d];
const [zero, nine] = [0x30, 0x39];
const key = Buffer.from('"schemaVersion":');

/**
 * The whole number at the key `schemaVersion` of a JSON object's own members, without parsing the object: a tenth of
 * the cost. Understands what `JSON.stringify` writes; inside a text the key's quotes would be escaped.
 * @returns undefined when there is no such number, or when only parsing can tell
 */
export function schemaVersionIn(bytes: Buffer, start: number, end: number): number | undefined {
  const found = bytes.indexOf(key, start);
  if (found < start || found >= end) return undefined;
  let at = found + key.length;
  let value = 0;
  for (; at < end && bytes[at]! >= zero && bytes[at]! <= nine; at++) value = value * 10 + bytes[at]! - zero;
  const digits = at - found - key.length;
  return digits > 0 && digits < 10 && closesAtEnd(bytes, at, end) ? value : undefined;
}

/** The member before `start` is the outermost object's own: only one bracket is left to close, at the very end. */
function closesAtEnd(bytes: Buffer, start: number, end: number): boolean {
  let depth = 1;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === quote) at = endOfText(bytes, at, end);
    else if (byte === openObject || byte === openArray) depth++;
    else if (byte === closeObject || byte === closeArray) {
      if (--depth === 0) return at === end - 1;
      // A fraction or an exponent.
    } else if (at === start && byte !== 0x2c) return false;
  }
  return false;
}

function endOfText(bytes: Buffer, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    const byte = bytes[at];
    if (byte === backslash) at++;
    else if (byte === quote) return at;
  }
  return end;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const [openObject, closeObject, openArray, closeArray] = [0x7b, 0x7d, 0x5b, 0x5d];
const key = Buffer.from('"schemaVersion":');

/**
 * The whole number at the key `schemaVersion` of a JSON object's own members, without parsing the object: about a tenth
 * of the cost. Understands what `JSON.stringify` writes.
 * @returns undefined when there is no such number, or when only parsing can tell
 */
export function schemaVersionIn(bytes: Uint8Array, start: number, end: number): number | undefined {
  let depth = 0;
  let found: number | undefined;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === quote) {
      const isKey = depth === 1 && (bytes[at - 1] === openObject || bytes[at - 1] === comma);
      if (isKey && startsWith(bytes, at, key)) {
        found = numberAt(bytes, at + key.length, end);
        if (found === undefined) return undefined;
      }
      at = endOfText(bytes, at, end);
    } else if (byte === openObject || byte === openArray) depth++;
    else if (byte === closeObject || byte === closeArray) depth--;
    // White space between members: somebody else wrote this.
    else if (byte <= 0x20) return undefined;
  }
  return found;
}

function endOfText(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    const byte = bytes[at];
    if (byte === backslash) at++;
    else if (byte === quote) return at;
  }
  return end;
}

function startsWith(bytes: Uint8Array, start: number, text: Uint8Array): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[start + index] !== text[index]) return false;
  return true;
}

function numberAt(bytes: Uint8Array, start: number, end: number): number | undefined {
  let value = 0;
  let at = start;
  for (; at < end && bytes[at]! >= 0x30 && bytes[at]! <= 0x39; at++) value = value * 10 + bytes[at]! - 0x30;
  const isWhole = at > start && at - start < 10 && (bytes[at] === comma || bytes[at] === closeObject);
  return isWhole ? value : undefined;
}

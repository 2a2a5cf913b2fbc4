import type { FieldProblem } from '#kernel';

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** PostgreSQL stores no NUL, UTF-8 no half of a pair: an event with one could never be projected. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const unstorable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u;
const maxDepth = 8;

/**
 * A copy of parsed JSON in the one form that is stored: text in NFC (people type both forms, and they look the same),
 * ids in lower case (they name streams, and stream names are compared byte by byte), `null` members left out.
 * What no store could hold is added to `problems`.
 */
export function cleanJson(value: object, problems: FieldProblem[]): object {
  return clean(value, '', 0, problems) as object;
}

function clean(value: unknown, field: string, depth: number, problems: FieldProblem[]): unknown {
  if (typeof value === 'string') return cleanText(value, field, problems);
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    problems.push({ field, code: 'is-safe-number', message: `${field} is too large a number` });
    return value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) {
    problems.push({ field, code: 'too-deep', message: `${field} is nested more than ${maxDepth} levels deep` });
    return undefined;
  }
  if (Array.isArray(value)) return value.map((item, index) => clean(item, `${field}.${index}`, depth + 1, problems));
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member === null || name === '__proto__') continue;
    copy[name] = clean(member, field ? `${field}.${name}` : name, depth + 1, problems);
  }
  return copy;
}

function cleanText(text: string, field: string, problems: FieldProblem[]): string {
  if (uuid.test(text)) return text.toLowerCase();
  if (unstorable.test(text)) {
    problems.push({ field, code: 'is-plain-text', message: `${field} holds control characters` });
  }
  return text.normalize('NFC');
}

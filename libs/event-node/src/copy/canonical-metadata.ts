/** Stream metadata as text that is equal when the objects are: keys sorted, numbers as they were written. */
export function canonicalize(data: Buffer): string {
  const text = data.toString('utf8');
  try {
    return JSON.stringify(sorted(JSON.parse(text)));
  } catch {
    // Not JSON: then only the same bytes are the same metadata.
    return text;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

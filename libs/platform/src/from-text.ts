import 'reflect-metadata';

type Constructor = new () => object;

/**
 * What a class's fields would be if their texts (a query string, a CSV row) had been JSON. Dotted names lead into
 * objects (`decision.number`), numbers into lists (`lines.0.cadreId`); a list of texts may stand in one cell, separated
 * by `;`. An empty text is a field left out. What does not read as its type stays text, so that validation names it.
 */
export function fromText(type: Constructor, texts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [path, text] of Object.entries(texts)) {
    if (text === '' || text === undefined) continue;
    place(result, type, path.split('.'), text);
  }
  return result;
}

function place(into: Record<string, unknown>, type: Constructor | undefined, path: string[], text: unknown): void {
  const [name, ...rest] = path as [string, ...string[]];
  if (name === '__proto__') return;
  const declared = type && (Reflect.getMetadata('design:type', type.prototype as object, name) as Constructor);
  if (rest.length === 0) {
    into[name] = typeof text === 'string' ? valueOf(declared, text) : text;
    return;
  }
  const member = Object.hasOwn(into, name) ? into[name] : (into[name] = /^\d+$/.test(rest[0]!) ? [] : {});
  if (typeof member === 'object' && member !== null) place(member as Record<string, unknown>, declared, rest, text);
}

function valueOf(declared: unknown, text: string): unknown {
  if (declared === Number) return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (declared === Boolean) return text === 'true' ? true : text === 'false' ? false : text;
  if (declared === Array) return text.split(';').map((item) => item.trim());
  return text;
}

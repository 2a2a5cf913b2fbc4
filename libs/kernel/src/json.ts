import { configure } from 'safe-stable-stringify';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, unknown>>;

const stringify = configure({ strict: true });

/**
 * The one text of a JSON value (RFC 8785): what is hashed must not depend on key order or spacing. Half of a surrogate
 * pair, which the RFC forbids and no command lets in, stands as its escape.
 * Values that JSON cannot hold (undefined, functions, NaN) are a programming error.
 */
export function canonicalJson(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('canonicalJson: the value has no JSON form');
  return text;
}

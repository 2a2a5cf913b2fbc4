import type { StoredEvent } from '../log/stored-event.js';
import { invalidArgument } from '../protocol/errors.js';

/** A server-side filter on $all, on the stored event (a link, not its target). */
export interface EventFilter {
  readonly on: 'stream' | 'type';
  /** Searched anywhere in the text; wins over prefixes when not empty. */
  readonly regex: string;
  readonly prefixes: readonly string[];
}

export type Matcher = (event: StoredEvent) => boolean;

export function matcherOf(filter: EventFilter | undefined): Matcher {
  if (!filter) return () => true;
  if (filter.regex !== '') {
    const pattern = compile(filter.regex);
    return filter.on === 'stream' ? (event) => pattern.test(event.stream) : (event) => pattern.test(event.type);
  }
  const prefixes = filter.prefixes.map((prefix) => Buffer.from(prefix));
  return filter.on === 'stream'
    ? (event) => prefixes.some((prefix) => event.streamStartsWith(prefix))
    : (event) => prefixes.some((prefix) => event.typeStartsWith(prefix));
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch (error) {
    throw invalidArgument(`The filter's regular expression is not valid: ${(error as Error).message}`);
  }
}

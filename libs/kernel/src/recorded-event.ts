import type { DomainEvent } from './event.js';
import type { JsonObject } from './json.js';
import type { EventMetadata } from './metadata.js';

/** A place in the store's global order. Both halves are kept: prepare is not commit on every server. */
export interface Position {
  readonly commit: bigint;
  readonly prepare: bigint;
}

export const comparePositions = (a: Position, b: Position): number =>
  a.commit === b.commit ? Number(a.prepare > b.prepare) - Number(a.prepare < b.prepare) : a.commit < b.commit ? -1 : 1;

/** `<commit>/<prepare>`, the form in URLs, headers and replies. */
export const formatPosition = (position: Position): string => `${position.commit}/${position.prepare}`;

/** @returns undefined when the text is not a position. */
export function parsePosition(text: string): Position | undefined {
  const match = /^(\d{1,19})\/(\d{1,19})$/.exec(text);
  return match ? { commit: BigInt(match[1]!), prepare: BigInt(match[2]!) } : undefined;
}

/** An event with its place in history. Data is today's version, personal fields are readable. */
export interface RecordedEvent<Type extends string = string, Data = JsonObject> extends DomainEvent<Type, Data> {
  readonly id: string;
  readonly stream: string;
  /** 0 for the first event of the stream. */
  readonly revision: number;
  readonly position: Position;
  readonly metadata: EventMetadata;
}

import type { StreamHead } from '../log/event-log.js';
import { Expected } from './expected.js';

/** What the rules need to know of one stream; asked only when a rule needs it. */
export interface StreamFacts {
  readonly head: StreamHead | undefined;
  /** Tombstoned itself, or the metadata stream of a tombstoned stream. */
  readonly tombstoned: boolean;
  readonly softDeleted: boolean;
  /** Its metadata stream `$$s` holds an event. */
  readonly hasMetadata: boolean;
  /** Among recently written events of this stream. */
  recent(id: string): { revision: number; position: number } | undefined;
  idAt(revision: number): string | undefined;
  positionOf(revision: number): number | undefined;
}

export type AppendDecision =
  | { readonly kind: 'write' }
  /** A retry of what is already there; `position` is missing when that event can't be read any more. */
  | { readonly kind: 'done'; readonly revision: number; readonly position: number | undefined }
  /** `current` -1 = no stream. */
  | { readonly kind: 'wrong'; readonly current: number }
  | { readonly kind: 'deleted' };

const WRITE: AppendDecision = { kind: 'write' };

/** The expected-version rules with idempotency by event id (EventStoreDB's, see README). */
export function decideAppend(expected: number, ids: readonly string[], stream: StreamFacts): AppendDecision {
  if (stream.tombstoned) return { kind: 'deleted' };
  const current = stream.head?.last ?? -1;
  switch (expected) {
    case Expected.ANY:
      return weakRetry(ids, current, stream);
    case Expected.STREAM_EXISTS:
      if (stream.softDeleted) return { kind: 'deleted' };
      if (current < 0 && !stream.hasMetadata) return { kind: 'wrong', current };
      return weakRetry(ids, current, stream);
    case Expected.NO_STREAM:
      return current < 0 ? WRITE : strongRetry(-1, ids, current, stream);
    default:
      if (expected === current) return WRITE;
      return expected < current && expected >= 0
        ? strongRetry(expected, ids, current, stream)
        : { kind: 'wrong', current };
  }
}

/** any / stream_exists: the ids are looked up among those recently written. */
function weakRetry(ids: readonly string[], current: number, stream: StreamFacts): AppendDecision {
  const first = ids[0];
  if (first === undefined || !stream.recent(first)) return WRITE;
  let last = { revision: current, position: 0 };
  for (const id of ids) {
    const known = stream.recent(id);
    if (!known) return { kind: 'wrong', current };
    last = known;
  }
  return { kind: 'done', ...last };
}

/** An exact revision: event i must be the stored one at `after + 1 + i`. */
function strongRetry(after: number, ids: readonly string[], current: number, stream: StreamFacts): AppendDecision {
  if (after === -1 && stream.softDeleted && (ids.length === 0 || stream.idAt(0) !== ids[0])) return WRITE;
  if (ids.length === 0) return { kind: 'wrong', current };
  const same = ids.every((id, index) => stream.idAt(after + 1 + index) === id);
  if (!same) return { kind: 'wrong', current };
  const revision = after + ids.length;
  return { kind: 'done', revision, position: stream.positionOf(revision) };
}

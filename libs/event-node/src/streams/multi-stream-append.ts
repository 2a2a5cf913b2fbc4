import { Expected, ExpectedDeleted } from './expected.js';
import type { NewEvent, Staging } from './staging.js';
import type { AppendDecision } from './stream-rules.js';
import { decideAppend } from './stream-rules.js';
import { writeRecords } from './stream-writes.js';

/** One atomic append to several streams: every check holds, or nothing is written. */
export interface MultiStreamAppend {
  readonly records: readonly { readonly stream: string; readonly event: NewEvent }[];
  /** At most one per stream; a written stream without one is checked as "any". */
  readonly checks: readonly { readonly stream: string; readonly expected: number }[];
}

export interface FailedCheck {
  readonly index: number;
  readonly stream: string;
  readonly expected: number;
  /** −1 none, −5 soft-deleted, −6 tombstoned, else the last revision. */
  readonly actual: number;
}

export type MultiStreamOutcome =
  | { readonly kind: 'written'; readonly revisions: { stream: string; revision: number }[]; readonly position: number }
  | { readonly kind: 'failed'; readonly checks: readonly FailedCheck[] };

export function appendToStreams(staging: Staging, request: MultiStreamAppend): MultiStreamOutcome {
  const idsOf = new Map<string, string[]>();
  for (const { stream, event } of request.records) idsOf.set(stream, [...(idsOf.get(stream) ?? []), event.id]);
  const checked = new Set(request.checks.map(({ stream }) => stream));
  const unchecked = [...idsOf.keys()].filter((stream) => !checked.has(stream));
  const all = [...request.checks, ...unchecked.map((stream) => ({ stream, expected: Expected.ANY as number }))];

  const decided = all.map((check, index) => ({ ...check, index, decision: decide(staging, check, idsOf) }));
  const written = decided.filter(({ stream }) => idsOf.has(stream));
  const done = written.filter(({ decision }) => decision.kind === 'done');
  const isRetry = written.length > 0 && done.length === written.length;
  const failed = decided.filter(
    ({ decision }) =>
      decision.kind === 'wrong' || decision.kind === 'deleted' || (decision.kind === 'done' && !isRetry),
  );
  if (failed.length > 0) {
    return {
      kind: 'failed',
      checks: failed.map(({ index, stream, expected }) => ({
        index,
        stream,
        expected,
        actual: actualState(staging, stream),
      })),
    };
  }
  if (isRetry) return retried(done);
  const position = writeRecords(staging, [...idsOf.keys()], request.records) ?? -1;
  const revisions = [...idsOf.keys()].map((stream) => ({ stream, revision: staging.head(stream)?.last ?? -1 }));
  return { kind: 'written', revisions, position };
}

function retried(done: readonly { stream: string; decision: AppendDecision }[]): MultiStreamOutcome {
  const revisions: { stream: string; revision: number }[] = [];
  let position = -1;
  for (const { stream, decision } of done) {
    if (decision.kind !== 'done') continue;
    revisions.push({ stream, revision: decision.revision });
    position = Math.max(position, decision.position ?? -1);
  }
  return { kind: 'written', revisions, position };
}

function decide(
  staging: Staging,
  { stream, expected }: { stream: string; expected: number },
  idsOf: ReadonlyMap<string, readonly string[]>,
): AppendDecision {
  const ids = idsOf.get(stream);
  const facts = staging.facts(stream);
  const current = facts.head?.last ?? -1;
  const verdict = (holds: boolean): AppendDecision => (holds ? { kind: 'write' } : { kind: 'wrong', current });
  if (expected === ExpectedDeleted.SOFT) return verdict(facts.softDeleted && !facts.tombstoned);
  if (expected === ExpectedDeleted.TOMBSTONED) return verdict(facts.tombstoned && !ids);
  if (ids) return decideAppend(expected, ids, facts);
  return verdict(holdsWithoutWriting(staging, stream, expected));
}

/** A stream that is only checked: what is closed or deleted counts as "no stream". */
function holdsWithoutWriting(staging: Staging, stream: string, expected: number): boolean {
  const actual = actualState(staging, stream);
  if (expected === Expected.ANY) return true;
  if (expected === Expected.NO_STREAM) return actual < 0;
  return expected === Expected.STREAM_EXISTS ? actual >= 0 : actual === expected;
}

function actualState(staging: Staging, stream: string): number {
  if (staging.isTombstoned(stream)) return ExpectedDeleted.TOMBSTONED;
  if (staging.metadataOf(stream).softDeleted) return ExpectedDeleted.SOFT;
  return staging.head(stream)?.last ?? -1;
}

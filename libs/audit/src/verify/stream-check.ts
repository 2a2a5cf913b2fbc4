import type { EventStore } from '#event-store';
import type { EventMetadata } from '#kernel';
import { chainHashOf } from '../log/leaf.js';
import { finding, type Finding } from './findings.js';
import type { StreamTail } from './stream-tails.js';

const atOnce = 16;

/**
 * Reads every stream by its name, as the aggregates are read: a stream that is truncated, deleted or wrongly indexed
 * hides events that the global order still shows.
 */
export async function checkStreams(
  store: EventStore,
  tails: Iterable<readonly [string, StreamTail]>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const remaining = tails[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = remaining.next(); !next.done; next = remaining.next()) {
      const [stream, tail] = next.value;
      const revision = await firstWrong(store, stream, tail);
      if (revision !== undefined) findings.push(finding('hidden-from-stream', 'event-store', { stream, revision }));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return findings.sort((a, b) => (a.stream! < b.stream! ? -1 : 1));
}

/** First revision that is missing or is not what the global order showed. */
async function firstWrong(store: EventStore, stream: string, tail: StreamTail): Promise<number | undefined> {
  let expected = 0;
  let last: string | undefined;
  let follows = true;
  for await (const event of store.readStream(stream, { maxCount: tail.revision + 1 })) {
    const link = (event.metadata as Partial<EventMetadata> | undefined)?.chain;
    follows &&= event.revision === expected && (link?.previous ?? undefined) === last;
    if (!follows) continue;
    last = chainHashOf(event) ?? '';
    expected++;
  }
  if (expected <= tail.revision) return expected;
  return last === tail.hash ? undefined : tail.revision;
}

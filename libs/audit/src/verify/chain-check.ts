import type { StoredEvent } from '#event-store';
import { chainHash, type EventMetadata } from '#kernel';
import { StreamTails } from './stream-tails.js';

export type ChainFault = 'altered' | 'unchained' | 'missing-before' | 'repeated' | 'broken-link';

/**
 * The kernel's `findChainFault` over many streams at once, in the store's global order. Says what is wrong with an event
 * as seen from its own stream; goes on behind a fault as if the event were right, so that each fault is told once.
 */
export class ChainCheck {
  constructor(readonly tails = new StreamTails()) {}

  check(event: StoredEvent): ChainFault | undefined {
    const { stream, revision } = event;
    const link = chainOf(event);
    const before = this.tails.get(stream);
    this.tails.set(stream, { revision, hash: link?.hash ?? '' });
    if (!link) return 'unchained';
    if (computed(event, link.previous) !== link.hash) return 'altered';
    const expected = before ? before.revision + 1 : 0;
    if (revision > expected) return 'missing-before';
    if (revision < expected) return 'repeated';
    return link.previous === (before?.hash ?? null) ? undefined : 'broken-link';
  }

  close(): Promise<void> {
    return this.tails.close();
  }
}

/** Exactly the two fields: a third would be covered by nothing. */
function chainOf({ metadata }: StoredEvent): EventMetadata['chain'] | undefined {
  const chain = (metadata as Partial<EventMetadata> | undefined)?.chain as unknown;
  if (typeof chain !== 'object' || chain === null || Object.keys(chain).sort().join() !== 'hash,previous')
    return undefined;
  return chain as EventMetadata['chain'];
}

function computed(event: StoredEvent, previous: string | null): string | undefined {
  const { chain: _, ...metadata } = event.metadata;
  try {
    return chainHash({ ...event, metadata }, previous);
  } catch {
    // What has no canonical form (half a character, say) was not written by us: altered.
    return undefined;
  }
}

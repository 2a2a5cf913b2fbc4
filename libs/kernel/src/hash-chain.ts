import { hash } from 'node:crypto';
import { canonicalJson, type JsonObject } from './json.js';
import type { EventMetadata } from './metadata.js';

/** Everything of a stored event that can never change. Data is the stored form: personal fields as cipher text. */
export interface ChainedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: Omit<EventMetadata, 'chain'>;
}

/**
 * SHA-256 over the canonical JSON of the event and the hash before it. It leaves nothing out but itself: a changed
 * time, actor, decision or order breaks it as surely as a changed fact.
 */
export function chainHash(event: ChainedEvent, previous: string | null): string {
  const { stream, revision, id, type, data, metadata } = event;
  const text = canonicalJson({ stream, revision, id, type, data, metadata: { ...metadata, chain: { previous } } });
  return hash('sha256', text, 'hex');
}

export type ChainFault = 'altered' | 'out-of-order' | 'missing-before';

/** First fault in a stream's stored events, read from revision 0. A cut tail shows only against a signed checkpoint. */
export function findChainFault(
  events: readonly (Omit<ChainedEvent, 'metadata'> & { readonly metadata: EventMetadata })[],
): { readonly revision: number; readonly fault: ChainFault } | undefined {
  let previous: string | null = null;
  for (const [index, event] of events.entries()) {
    const { chain, ...metadata } = event.metadata;
    if (event.revision !== index) return { revision: event.revision, fault: 'missing-before' };
    if (chain.previous !== previous) return { revision: event.revision, fault: 'out-of-order' };
    if (chainHash({ ...event, metadata }, previous) !== chain.hash)
      return { revision: event.revision, fault: 'altered' };
    previous = chain.hash;
  }
  return undefined;
}

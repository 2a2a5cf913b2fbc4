import type { StoredEvent } from '#event-store';
import { canonicalJson, formatPosition, type Position } from '#kernel';
import { createHash } from 'node:crypto';
import { leafText, type Leaf } from '../offline/event-proof.js';
import type { Hash } from '../offline/merkle.js';
import { leafHash } from '../offline/merkle.js';

/** What the log keeps of an event: the leaf, and where and when the store put it. */
export interface LeafRecord extends Leaf {
  readonly position: Position;
  /** ISO instant, the store's own clock. */
  readonly created: string;
}

const sha256Hex = /^[0-9a-f]{64}$/;

export function leafRecordOf(event: StoredEvent): LeafRecord {
  const { stream, revision, id, position, created } = event;
  return { stream, revision, id, hash: chainHashOf(event) ?? foreignHash(event), position, created };
}

/** The hash that the event names in its metadata; undefined when it does not come from this system. */
export function chainHashOf(event: StoredEvent): string | undefined {
  const hash = (event.metadata as Partial<StoredEvent['metadata']> | undefined)?.chain?.hash as unknown;
  return typeof hash === 'string' && sha256Hex.test(hash) ? hash : undefined;
}

/** Somebody else's events in the same store are covered as well, by a hash of our making. */
function foreignHash({ stream, revision, id, type, data, metadata }: StoredEvent): string {
  const covered = [stream, revision, id, type, data, metadata ?? null];
  return createHash('sha256').update(jsonOf(covered)).digest('hex');
}

function jsonOf(value: unknown): string {
  try {
    return canonicalJson(value);
  } catch {
    // Half a character (a lone surrogate) has no canonical form; the order of keys is then the stored one.
    return JSON.stringify(value);
  }
}

export const hashOfLeaf = (leaf: Leaf): Hash => leafHash(leafText(leaf));

export const noPlaces: Hash = Buffer.alloc(32);

/** The store's position and time stand outside the tree, so that a copy of the history in another store has its root. */
export function addPlace(before: Hash, { position, created }: Pick<LeafRecord, 'position' | 'created'>): Hash {
  return createHash('sha256')
    .update(before)
    .update(`${formatPosition(position)} ${created}`)
    .digest();
}

import { emptyRoot, nodeHash, type Hash } from '../offline/merkle.js';
import { completeSubtrees, type TreeNode } from './growing-tree.js';

/** Where the hashes of complete subtrees come from. */
export interface NodeReader {
  node(level: number, index: number): Promise<Hash>;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Root of the first `size` leaves. */
export const rootAt = (size: number, nodes: NodeReader): Promise<Hash> =>
  size === 0 ? Promise.resolve(emptyRoot) : hashOf({ start: 0, end: size }, nodes);

/** RFC 6962, 2.1.1: PATH(index, D[size]). @throws RangeError */
export function inclusionProof(index: number, size: number, nodes: NodeReader): Promise<Hash[]> {
  if (!(index >= 0 && index < size)) throw new RangeError(`a tree of ${size} has no leaf ${index}`);
  return hashesOf(siblings(index, { start: 0, end: size }), nodes);
}

/** RFC 6962, 2.1.2: PROOF(oldSize, D[size]). Empty when either tree says nothing new. @throws RangeError */
export function consistencyProof(oldSize: number, size: number, nodes: NodeReader): Promise<Hash[]> {
  if (!(oldSize >= 0 && oldSize <= size)) throw new RangeError(`a tree of ${size} never had the size ${oldSize}`);
  if (oldSize === 0 || oldSize === size) return Promise.resolve([]);
  return hashesOf(newParts(oldSize, { start: 0, end: size }, true), nodes);
}

/** From the leaf up. */
function siblings(index: number, range: Range): Range[] {
  if (range.end - range.start === 1) return [];
  const [left, right] = split(range);
  return index < left.end ? [...siblings(index, left), right] : [...siblings(index, right), left];
}

function newParts(oldSize: number, range: Range, isWholeOldTree: boolean): Range[] {
  if (oldSize === range.end) return isWholeOldTree ? [] : [range];
  const [left, right] = split(range);
  return oldSize <= left.end
    ? [...newParts(oldSize, left, isWholeOldTree), right]
    : [...newParts(oldSize, right, false), left];
}

/** At the largest power of two below the number of leaves. */
function split({ start, end }: Range): [Range, Range] {
  let width = 1;
  while (width * 2 < end - start) width *= 2;
  return [
    { start, end: start + width },
    { start: start + width, end },
  ];
}

async function hashesOf(ranges: readonly Range[], nodes: NodeReader): Promise<Hash[]> {
  const hashes: Hash[] = [];
  for (const range of ranges) hashes.push(await hashOf(range, nodes));
  return hashes;
}

async function hashOf({ start, end }: Range, nodes: NodeReader): Promise<Hash> {
  const parts: Hash[] = [];
  for (const { level, index } of completeSubtrees(start, end)) parts.push(await nodes.node(level, index));
  return parts.reduceRight((right, left) => nodeHash(left, right));
}

/** For specs and small trees: all nodes in memory. */
export class NodesInMemory implements NodeReader {
  private readonly hashes = new Map<string, Hash>();

  readonly add = ({ level, index, hash }: TreeNode): void => void this.hashes.set(`${level}/${index}`, hash);

  node(level: number, index: number): Promise<Hash> {
    return Promise.resolve(this.hashes.get(`${level}/${index}`)!);
  }
}

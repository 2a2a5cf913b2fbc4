import { createHash } from 'node:crypto';

/** SHA-256, 32 bytes. */
export type Hash = Buffer;

const leafPrefix = Buffer.of(0);
const nodePrefix = Buffer.of(1);

/** RFC 6962, 2.1: the prefixes keep a leaf from being taken for a node. */
export const leafHash = (leaf: string | Uint8Array): Hash =>
  createHash('sha256').update(leafPrefix).update(leaf).digest();

export const nodeHash = (left: Hash, right: Hash): Hash =>
  createHash('sha256').update(nodePrefix).update(left).update(right).digest();

/** Root of a tree without leaves. */
export const emptyRoot: Hash = createHash('sha256').digest();

/**
 * The root that an inclusion proof leads to (RFC 9162, 2.1.3.2): the leaf is in the tree when it is the tree's root.
 * @returns undefined when the proof does not fit a leaf of that index in a tree of that size
 */
export function rootFromInclusion(index: number, size: number, leaf: Hash, path: readonly Hash[]): Hash | undefined {
  if (!isCount(index) || !isCount(size) || index >= size || !path.every(isHash)) return undefined;
  let node = index;
  let last = size - 1;
  let root = leaf;
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (isOdd(node) || node === last) {
      root = nodeHash(sibling, root);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else root = nodeHash(root, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? root : undefined;
}

export function isIncluded(index: number, size: number, leaf: Hash, path: readonly Hash[], root: Hash): boolean {
  return rootFromInclusion(index, size, leaf, path)?.equals(root) ?? false;
}

/**
 * Whether the tree of `size` with `root` begins with all leaves of the tree of `oldSize` with `oldRoot`
 * (RFC 9162, 2.1.4.2). Every tree begins with the empty one.
 */
export function isConsistent(
  oldSize: number,
  size: number,
  oldRoot: Hash,
  root: Hash,
  proof: readonly Hash[],
): boolean {
  if (!isCount(oldSize) || !isCount(size) || oldSize > size || !proof.every(isHash)) return false;
  if (oldSize === size) return proof.length === 0 && oldRoot.equals(root);
  if (oldSize === 0) return proof.length === 0 && oldRoot.equals(emptyRoot);
  // A complete old tree is itself the first node and is left out of the proof.
  const nodes = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  const roots = climb(oldSize - 1, size - 1, nodes);
  return roots !== undefined && roots.oldRoot.equals(oldRoot) && roots.root.equals(root);
}

function climb(from: number, to: number, [first, ...rest]: readonly Hash[]): { oldRoot: Hash; root: Hash } | undefined {
  if (!first) return undefined;
  let [node, last] = [from, to];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  let [oldRoot, root] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return undefined;
    if (isOdd(node) || node === last) {
      oldRoot = nodeHash(sibling, oldRoot);
      root = nodeHash(sibling, root);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else root = nodeHash(root, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? { oldRoot, root } : undefined;
}

// Sizes go beyond 32 bits: no bitwise operators.
const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isHash = (value: Hash): boolean => value.length === 32;

export function isPowerOfTwo(value: number): boolean {
  let rest = value;
  while (rest > 1 && !isOdd(rest)) rest = half(rest);
  return rest === 1;
}

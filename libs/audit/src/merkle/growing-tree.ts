import { emptyRoot, nodeHash, type Hash } from '../offline/merkle.js';

/** A node of the tree: `level` 0 is a leaf, a node of level n stands above 2^n leaves, all present. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Hash;
}

/**
 * A tree that only ever grows at its end, in O(log n) memory: it keeps the roots of the complete subtrees that the
 * leaves form, largest first. `onNode` is told of every complete subtree once, when its last leaf comes.
 */
export class GrowingTree {
  private constructor(
    private readonly subtrees: { readonly level: number; readonly hash: Hash }[],
    private leaves: number,
    private readonly onNode: ((node: TreeNode) => void) | undefined,
  ) {}

  static empty(onNode?: (node: TreeNode) => void): GrowingTree {
    return new GrowingTree([], 0, onNode);
  }

  /** Goes on from a stored tree; `subtrees` as {@link completeSubtrees} names them. */
  static from(size: number, subtrees: readonly Hash[], onNode?: (node: TreeNode) => void): GrowingTree {
    const levels = completeSubtrees(0, size).map(({ level }) => level);
    if (levels.length !== subtrees.length) throw new RangeError(`a tree of ${size} has ${levels.length} subtrees`);
    const kept = subtrees.map((hash, index) => ({ hash, level: levels[index]! }));
    return new GrowingTree(kept, size, onNode);
  }

  get size(): number {
    return this.leaves;
  }

  append(leaf: Hash): void {
    let node: TreeNode = { level: 0, index: this.leaves, hash: leaf };
    this.onNode?.(node);
    while (this.subtrees.at(-1)?.level === node.level) {
      const left = this.subtrees.pop()!;
      node = { level: node.level + 1, index: Math.floor(node.index / 2), hash: nodeHash(left.hash, node.hash) };
      this.onNode?.(node);
    }
    this.subtrees.push(node);
    this.leaves++;
  }

  root(): Hash {
    const last = this.subtrees.at(-1);
    if (!last) return emptyRoot;
    return this.subtrees.slice(0, -1).reduceRight((right, { hash }) => nodeHash(hash, right), last.hash);
  }
}

/** The complete subtrees that cover leaves [start, end), left to right; `start` is aligned to the first of them. */
export function completeSubtrees(start: number, end: number): readonly Omit<TreeNode, 'hash'>[] {
  const found: Omit<TreeNode, 'hash'>[] = [];
  for (let at = start; at < end;) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= end) level++;
    found.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return found;
}

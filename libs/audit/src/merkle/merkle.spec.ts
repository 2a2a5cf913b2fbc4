import fc from 'fast-check';
import { emptyRoot, isConsistent, isIncluded, leafHash, type Hash } from '../offline/merkle.js';
import { GrowingTree, completeSubtrees } from './growing-tree.js';
import { consistencyProof, inclusionProof, NodesInMemory, rootAt } from './proofs.js';

/** Leaves and roots of sizes 0 to 8 as used by every implementation of RFC 6962. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

function treeOf(leaves: readonly Hash[]) {
  const nodes = new NodesInMemory();
  const tree = GrowingTree.empty(nodes.add);
  const rootsBySize = [tree.root()];
  for (const leaf of leaves) {
    tree.append(leaf);
    rootsBySize.push(tree.root());
  }
  return { tree, nodes, roots: rootsBySize };
}

const known = inputs.map((hex) => leafHash(Buffer.from(hex, 'hex')));
const leavesOf = (size: number) => Array.from({ length: size }, (_, index) => leafHash(`leaf ${index}`));
const hex = (hashes: readonly Hash[]) => hashes.map((hash) => hash.toString('hex'));

/** A tree of `size` leaves and two numbers below it. */
const cases = fc
  .integer({ min: 1, max: 300 })
  .chain((size) => fc.record({ size: fc.constant(size), a: fc.nat(size - 1), b: fc.nat(size) }));

const flipped = (hash: Hash, bit: number): Hash => {
  const copy = Buffer.from(hash);
  copy[Math.floor(bit / 8)]! ^= 1 << (bit % 8);
  return copy;
};

describe('Merkle tree', () => {
  it('has the roots of the known vectors at every size', async () => {
    const { roots: found, nodes } = treeOf(known);
    expect(hex(found)).toEqual(roots);
    for (const [size, root] of roots.entries()) expect((await rootAt(size, nodes)).toString('hex')).toBe(root);
  });

  it('proves inclusion as in the known vectors', async () => {
    const { nodes } = treeOf(known);
    expect(hex(await inclusionProof(0, 8, nodes))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(hex(await inclusionProof(5, 8, nodes))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(hex(await inclusionProof(2, 3, nodes))).toEqual([
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    ]);
    expect(await inclusionProof(0, 1, nodes)).toEqual([]);
  });

  it('proves consistency as in the known vectors', async () => {
    const { nodes } = treeOf(known);
    expect(hex(await consistencyProof(1, 8, nodes))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(hex(await consistencyProof(6, 8, nodes))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(hex(await consistencyProof(2, 5, nodes))).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ]);
  });

  const whole = treeOf(leavesOf(300));

  it('every leaf of every size is proved; no other leaf, place, size, root or path is', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.nat(255), fc.nat(), async ({ size, a: index, b: other }, bit, seed) => {
        const leaf = leafHash(`leaf ${index}`);
        const root = whole.roots[size]!;
        const path = await inclusionProof(index, size, whole.nodes);
        expect(isIncluded(index, size, leaf, path, root)).toBe(true);
        expect(isIncluded(index, size, flipped(leaf, bit), path, root)).toBe(false);
        expect(isIncluded(index, size, leaf, path, flipped(root, bit))).toBe(false);
        if (other !== index) expect(isIncluded(other, size, leaf, path, root)).toBe(false);
        expect(isIncluded(index, size, leaf, [...path, leaf], root)).toBe(false);
        if (path.length === 0) return;
        const at = seed % path.length;
        expect(isIncluded(index, size, leaf, path.with(at, flipped(path[at]!, bit)), root)).toBe(false);
        expect(isIncluded(index, size, leaf, path.toSpliced(at, 1), root)).toBe(false);
      }),
    );
  });

  it('every older tree is proved to be the beginning; no other root or path is', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.nat(255), fc.nat(), async ({ size, b: oldSize }, bit, seed) => {
        const [oldRoot, root] = [whole.roots[oldSize]!, whole.roots[size]!];
        const proof = await consistencyProof(oldSize, size, whole.nodes);
        expect(isConsistent(oldSize, size, oldRoot, root, proof)).toBe(true);
        expect(isConsistent(oldSize, size, flipped(oldRoot, bit), root, proof)).toBe(false);
        if (oldSize > 0) expect(isConsistent(oldSize, size, oldRoot, flipped(root, bit), proof)).toBe(false);
        expect(isConsistent(oldSize, size, oldRoot, root, [...proof, root])).toBe(false);
        if (proof.length === 0) return;
        const at = seed % proof.length;
        expect(isConsistent(oldSize, size, oldRoot, root, proof.with(at, flipped(proof[at]!, bit)))).toBe(false);
        expect(isConsistent(oldSize, size, oldRoot, root, proof.toSpliced(at, 1))).toBe(false);
      }),
    );
  });

  it('goes on from its stored subtrees as if it had never stopped', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ size, b: stoppedAt }) => {
        const subtrees = completeSubtrees(0, stoppedAt);
        const hashes = await Promise.all(subtrees.map(({ level, index }) => whole.nodes.node(level, index)));
        const tree = GrowingTree.from(stoppedAt, hashes);
        for (const leaf of leavesOf(size).slice(stoppedAt)) tree.append(leaf);
        expect(tree.size).toBe(size);
        expect(tree.root()).toEqual(whole.roots[size]);
      }),
    );
  });

  it('refuses what no tree has', () => {
    expect(() => inclusionProof(3, 3, whole.nodes)).toThrow(RangeError);
    expect(() => consistencyProof(4, 3, whole.nodes)).toThrow(RangeError);
    expect(isIncluded(0, 0, known[0]!, [], emptyRoot)).toBe(false);
    expect(isConsistent(2, 1, emptyRoot, emptyRoot, [])).toBe(false);
    expect(() => GrowingTree.from(3, [])).toThrow(RangeError);
  });
});

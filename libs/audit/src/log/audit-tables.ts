import type { Position } from '#kernel';
import type { Hash } from '../offline/merkle.js';
import { GrowingTree, completeSubtrees, type TreeNode } from '../merkle/growing-tree.js';
import type { NodeReader } from '../merkle/proofs.js';
import { hashOfLeaf, type LeafRecord } from './leaf.js';

/** Runs a statement, answers its rows: a data source or a client in a transaction. */
export type Sql = <Row>(statement: string, parameters?: unknown[]) => Promise<Row[]>;

/** Nodes are stored at every eighth level: 1/255 of the leaves, and any other is made from 128 at most. */
export const storedLevels = 8;

export interface LogState {
  readonly origin: string | undefined;
  readonly size: number;
  readonly position: Position | undefined;
  readonly places: Hash;
}

interface LogRow {
  readonly origin: string | null;
  readonly size: string;
  readonly commit_position: string | null;
  readonly prepare_position: string | null;
  readonly places: Buffer;
}

export async function readLog(sql: Sql): Promise<LogState> {
  const [row] = await sql<LogRow>('SELECT * FROM audit_log');
  if (!row) throw new AuditTablesError('the row of audit_log is gone');
  const { commit_position: commit, prepare_position: prepare } = row;
  return {
    origin: row.origin ?? undefined,
    size: Number(row.size),
    position: commit === null || prepare === null ? undefined : { commit: BigInt(commit), prepare: BigInt(prepare) },
    places: row.places,
  };
}

/** The tables do not hold together; `verify` says more. */
export class AuditTablesError extends Error {
  override readonly name = 'AuditTablesError';
}

const positionOf = (position: Position | undefined) =>
  position ? [String(position.commit), String(position.prepare)] : [null, null];

/** Compare and set. @returns false when the log is not where this writer believes it to be */
export async function moveLog(sql: Sql, from: LogState, to: LogState): Promise<boolean> {
  const rows = await sql(
    `UPDATE audit_log SET size = $1, commit_position = $2, prepare_position = $3, places = $4
      WHERE size = $5 AND commit_position IS NOT DISTINCT FROM $6 AND prepare_position IS NOT DISTINCT FROM $7
      RETURNING size`,
    [to.size, ...positionOf(to.position), to.places, from.size, ...positionOf(from.position)],
  );
  return rows.length === 1;
}

export async function insertLeaves(sql: Sql, first: number, leaves: readonly LeafRecord[]): Promise<void> {
  await sql(
    `INSERT INTO audit_leaf SELECT $1::bigint + place - 1, stream, revision, id, decode(hash, 'hex'), commit, prepare, created
       FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::numeric[], $7::numeric[], $8::timestamptz[])
            WITH ORDINALITY AS leaf (stream, revision, id, hash, commit, prepare, created, place)`,
    [
      first,
      leaves.map(({ stream }) => stream),
      leaves.map(({ revision }) => revision),
      leaves.map(({ id }) => id),
      leaves.map(({ hash }) => hash),
      leaves.map(({ position }) => String(position.commit)),
      leaves.map(({ position }) => String(position.prepare)),
      leaves.map(({ created }) => created),
    ],
  );
}

export async function insertNodes(sql: Sql, nodes: readonly TreeNode[]): Promise<void> {
  if (nodes.length === 0) return;
  await sql('INSERT INTO audit_node SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])', [
    nodes.map(({ level }) => level),
    nodes.map(({ index }) => index),
    nodes.map(({ hash }) => hash),
  ]);
}

export interface StoredLeaf extends LeafRecord {
  readonly index: number;
}

interface LeafRow {
  readonly leaf_index: string;
  readonly stream: string;
  readonly revision: string;
  readonly event_id: string;
  readonly chain_hash: Buffer;
  readonly commit_position: string;
  readonly prepare_position: string;
  readonly created: Date;
}

const toLeaf = (row: LeafRow): StoredLeaf => ({
  index: Number(row.leaf_index),
  stream: row.stream,
  revision: Number(row.revision),
  id: row.event_id,
  hash: row.chain_hash.toString('hex'),
  position: { commit: BigInt(row.commit_position), prepare: BigInt(row.prepare_position) },
  created: row.created.toISOString(),
});

/** Leaves [start, end) that are there, in order. */
export async function readLeaves(sql: Sql, start: number, end: number): Promise<StoredLeaf[]> {
  const rows = await sql<LeafRow>(
    'SELECT * FROM audit_leaf WHERE leaf_index >= $1 AND leaf_index < $2 ORDER BY leaf_index',
    [start, end],
  );
  return rows.map(toLeaf);
}

export async function findLeaf(sql: Sql, eventId: string): Promise<StoredLeaf | undefined> {
  const rows = await sql<LeafRow>('SELECT * FROM audit_leaf WHERE event_id = $1 ORDER BY leaf_index LIMIT 1', [
    eventId,
  ]);
  return rows[0] && toLeaf(rows[0]);
}

/** One past the greatest index that has a row. */
export async function leafEnd(sql: Sql): Promise<number> {
  const [row] = await sql<{ last: string | null }>('SELECT max(leaf_index) AS last FROM audit_leaf');
  return row!.last === null ? 0 : Number(row!.last) + 1;
}

const tileWidth = 2 ** storedLevels;

/** The log's nodes as they are stored, or made from those below. For one proof: what it has read, it keeps. */
export class StoredNodes implements NodeReader {
  private readonly tiles = new Map<string, Promise<Hash[]>>();

  constructor(private readonly sql: Sql) {}

  async node(level: number, index: number): Promise<Hash> {
    const base = Math.floor(level / storedLevels) * storedLevels;
    const width = 2 ** (level - base);
    const first = index * width;
    const tile = Math.floor(first / tileWidth);
    const hashes = (await this.tile(base, tile)).slice(first - tile * tileWidth, first - tile * tileWidth + width);
    if (hashes.length !== width) throw new AuditTablesError(`leaves or nodes below node ${level}/${index} are gone`);
    const subtree = GrowingTree.empty();
    for (const hash of hashes) subtree.append(hash);
    return subtree.root();
  }

  private tile(level: number, tile: number): Promise<Hash[]> {
    const key = `${level}/${tile}`;
    const read = this.tiles.get(key) ?? this.read(level, tile * tileWidth);
    this.tiles.set(key, read);
    return read;
  }

  private async read(level: number, start: number): Promise<Hash[]> {
    if (level === 0) return (await readLeaves(this.sql, start, start + tileWidth)).map(hashOfLeaf);
    const rows = await this.sql<{ hash: Buffer }>(
      `SELECT hash FROM audit_node WHERE level = $1 AND node_index >= $2 AND node_index < $3 ORDER BY node_index`,
      [level, start, start + tileWidth],
    );
    return rows.map(({ hash }) => hash);
  }
}

/** The tree as it is stored, ready to grow. */
export async function storedTree(sql: Sql, size: number, onNode: (node: TreeNode) => void): Promise<GrowingTree> {
  const nodes = new StoredNodes(sql);
  const hashes: Hash[] = [];
  for (const { level, index } of completeSubtrees(0, size)) hashes.push(await nodes.node(level, index));
  return GrowingTree.from(size, hashes, onNode);
}

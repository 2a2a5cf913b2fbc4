import type { Sql } from './audit-tables.js';

export interface StoredCheckpoint {
  readonly id: number;
  readonly size: number;
  readonly note: string;
  readonly cosignatures: string;
}

interface Row {
  readonly id: string;
  readonly size: string;
  readonly note: string;
  readonly cosignatures: string;
}

const toCheckpoint = ({ id, size, note, cosignatures }: Row): StoredCheckpoint => ({
  id: Number(id),
  size: Number(size),
  note,
  cosignatures,
});

export async function insertCheckpoint(sql: Sql, size: number, note: string): Promise<void> {
  await sql('INSERT INTO audit_checkpoint (size, note) VALUES ($1, $2)', [size, note]);
}

export async function lastCheckpoint(sql: Sql): Promise<StoredCheckpoint | undefined> {
  const [row] = await sql<Row>('SELECT * FROM audit_checkpoint ORDER BY id DESC LIMIT 1');
  return row && toCheckpoint(row);
}

/** The first that covers a leaf: its size is greater than the index. */
export async function checkpointCovering(sql: Sql, leafIndex: number): Promise<StoredCheckpoint | undefined> {
  const [row] = await sql<Row>('SELECT * FROM audit_checkpoint WHERE size > $1 ORDER BY size, id LIMIT 1', [leafIndex]);
  return row && toCheckpoint(row);
}

export async function addCosignature(sql: Sql, id: number, line: string): Promise<void> {
  await sql('UPDATE audit_checkpoint SET cosignatures = cosignatures || $2 WHERE id = $1', [id, `${line}\n`]);
}

const pageSize = 1_000;

/** In the order of signing, those after `afterId`. */
export async function* allCheckpoints(sql: Sql, afterId = 0): AsyncGenerator<StoredCheckpoint> {
  for (let last = afterId; ;) {
    const rows = await sql<Row>('SELECT * FROM audit_checkpoint WHERE id > $1 ORDER BY id LIMIT $2', [last, pageSize]);
    yield* rows.map(toCheckpoint);
    if (rows.length < pageSize) return;
    last = Number(rows.at(-1)!.id);
  }
}

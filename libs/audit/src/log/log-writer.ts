import type { StoredEvent } from '#event-store';
import type { Position } from '#kernel';
import type { PoolClient } from 'pg';
import type { GrowingTree, TreeNode } from '../merkle/growing-tree.js';
import { formatCheckpointBody } from '../offline/checkpoint.js';
import { formatNote } from '../offline/signed-note.js';
import type { AuditFolder, LogKeys } from '../keys/audit-folder.js';
import {
  insertLeaves,
  insertNodes,
  moveLog,
  readLog,
  storedLevels,
  storedTree,
  type LogState,
  type Sql,
} from './audit-tables.js';
import { insertCheckpoint } from './checkpoint-table.js';
import { addPlace, hashOfLeaf, leafRecordOf } from './leaf.js';

/** Another process moved the log: this one must not write any more and starts again from what is stored. */
export class AuditFencedError extends Error {
  override readonly name = 'AuditFencedError';
}

export const sqlOf =
  (client: PoolClient): Sql =>
  async <Row>(statement: string, parameters?: unknown[]) =>
    (await client.query(statement, parameters)).rows as Row[];

/** Appends leaves and signs checkpoints. One at a time holds the log's advisory lock; the compare-and-set is the fence. */
export class LogWriter {
  private constructor(
    private readonly sql: Sql,
    private readonly tree: GrowingTree,
    private readonly complete: TreeNode[],
    private at: LogState,
  ) {}

  static async open(client: PoolClient): Promise<LogWriter> {
    const sql = sqlOf(client);
    const complete: TreeNode[] = [];
    const state = await readLog(sql);
    const tree = await storedTree(sql, state.size, (node) => {
      if (node.level > 0 && node.level % storedLevels === 0) complete.push(node);
    });
    return new LogWriter(sql, tree, complete, state);
  }

  get state(): LogState {
    return this.at;
  }

  /** All or nothing, with the position. @throws AuditFencedError */
  async append(events: readonly StoredEvent[], position: Position): Promise<void> {
    const leaves = events.map(leafRecordOf);
    const first = this.at.size;
    let { places } = this.at;
    for (const leaf of leaves) {
      this.tree.append(hashOfLeaf(leaf));
      places = addPlace(places, leaf);
    }
    const to = { ...this.at, size: this.tree.size, position, places };
    await this.inTransaction(async () => {
      if (!(await moveLog(this.sql, this.at, to))) throw new AuditFencedError('another process moved the audit log');
      await insertLeaves(this.sql, first, leaves);
      await insertNodes(this.sql, this.complete.splice(0));
    });
    this.at = to;
  }

  /** Signs the tree as it is: in the database, then in the file. */
  async sign(keys: LogKeys, folder: AuditFolder, now: Date): Promise<void> {
    const origin = keys.current.verifier.name;
    const { size, places } = this.at;
    const text = formatCheckpointBody({ origin, size, root: this.tree.root(), places, signedAt: now.toISOString() });
    const signers = keys.next ? [keys.current, keys.next] : [keys.current];
    const note = formatNote({ text, signatures: signers.map((key) => key.sign(text, now)) });
    await this.inTransaction(async () => {
      // Also the fence: a writer that lost the log must not sign what another one no longer believes.
      if (!(await moveLog(this.sql, this.at, this.at)))
        throw new AuditFencedError('another process moved the audit log');
      await this.sql('UPDATE audit_log SET origin = $1 WHERE origin IS NULL', [origin]);
      await insertCheckpoint(this.sql, size, note);
    });
    this.at = { ...this.at, origin };
    await folder.checkpoints.append(note);
    if (keys.next) await folder.takeOver();
  }

  private async inTransaction(work: () => Promise<void>): Promise<void> {
    await this.sql('BEGIN');
    try {
      await work();
      await this.sql('COMMIT');
    } catch (error) {
      // On a broken connection the server rolls back by itself; the first error is the one that tells.
      await this.sql('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }
}

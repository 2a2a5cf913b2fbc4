import { parseCheckpoint, type Checkpoint } from '../offline/checkpoint.js';
import { rootAt } from '../merkle/proofs.js';
import type { AuditFolder } from '../keys/audit-folder.js';
import { StoredNodes, type Sql } from './audit-tables.js';
import { allCheckpoints, insertCheckpoint, lastCheckpoint } from './checkpoint-table.js';

/** A new checkpoint would contradict one that was signed before: nothing is signed until a person has looked. */
export class AuditContradictionError extends Error {
  override readonly name = 'AuditContradictionError';
}

/** As of pino. */
export interface AuditLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * Brings table and file together after a kill between the two, and after the database was rebuilt. Only ever adds:
 * what contradicts stays as it is, for `verify` to find.
 *
 * @returns the last checkpoint that was ever signed
 */
export async function reconcile(sql: Sql, folder: AuditFolder, log: AuditLogger): Promise<Checkpoint | undefined> {
  const { last, torn } = await folder.checkpoints.end();
  const stored = await lastCheckpoint(sql);
  if (!stored) await importFile(sql, folder);
  else if (last === undefined) await completeFile(sql, folder, 0, torn);
  else {
    const [row] = await sql<{ id: string }>(
      'SELECT id FROM audit_checkpoint WHERE note = $1 ORDER BY id DESC LIMIT 1',
      [last],
    );
    if (row) await completeFile(sql, folder, Number(row.id), torn);
    else log.warn({ file: folder.checkpoints.path }, 'checkpoints of file and table differ: run "ops verify"');
  }
  const candidates = [stored?.note, last].flatMap((note) => (note === undefined ? [] : [parseCheckpoint(note)]));
  return candidates.sort((a, b) => b.size - a.size)[0];
}

async function importFile(sql: Sql, folder: AuditFolder): Promise<void> {
  for await (const { note } of folder.checkpoints.entries()) {
    const { size, origin } = parseCheckpoint(note);
    await insertCheckpoint(sql, size, note);
    await sql('UPDATE audit_log SET origin = $1 WHERE origin IS NULL', [origin]);
  }
}

/** What was torn is continued when it is the beginning of the note that was to follow; else it stays, for all to see. */
async function completeFile(sql: Sql, folder: AuditFolder, lastId: number, torn: Buffer): Promise<void> {
  let begun = torn;
  for await (const { note } of allCheckpoints(sql, lastId)) {
    const whole = Buffer.from(`${note}\n`);
    const isBegun = whole.subarray(0, begun.length).equals(begun);
    if (!isBegun) await folder.checkpoints.appendText('\n\n');
    await folder.checkpoints.appendText(whole.subarray(isBegun ? begun.length : 0));
    begun = Buffer.alloc(0);
  }
}

/** @throws AuditContradictionError when the stored tree does not begin with the tree that was signed */
export async function refuseContradiction(sql: Sql, signed: Checkpoint): Promise<void> {
  const root = await rootAt(signed.size, new StoredNodes(sql));
  if (root.equals(signed.root)) return;
  throw new AuditContradictionError(
    `the first ${signed.size} events are not those of the checkpoint signed at ${signed.signedAt}: run "ops verify"`,
  );
}

import type { DataSource } from 'typeorm';
import type { AuditFolder } from './keys/audit-folder.js';
import { addCosignature, lastCheckpoint } from './log/checkpoint-table.js';
import { SigningKey } from './keys/signing-key.js';
import {
  isSignatureOf,
  isValidSignature,
  NoteError,
  parseNote,
  parseSignature,
  type NoteSignature,
  type VerifierKey,
} from './offline/signed-note.js';

/** The line of a second party (C2SP tlog-cosignature v1) for the checkpoint in `note`. Needs neither system nor network. */
export function countersign(note: string, key: SigningKey, now: Date): NoteSignature {
  if (key.verifier.purpose !== 'cosigner') throw new NoteError('the key of a second party must be a cosigner key');
  return key.sign(parseNote(note).text, now);
}

/**
 * Puts a second party's line on a stored checkpoint, by default the last one, and both into `cosigned.log`.
 * @returns the checkpoint with its lines
 * @throws NoteError when the line is not this key's signature of the checkpoint
 */
export async function addCountersignature(
  dataSource: DataSource,
  folder: AuditFolder,
  line: string,
  key: VerifierKey,
  note?: string,
): Promise<string> {
  const stored = await find(dataSource, note);
  const signature = parseSignature(line.trim());
  const { text } = parseNote(stored.note);
  if (key.purpose !== 'cosigner' || !isSignatureOf(signature, key) || !isValidSignature(text, signature, key)) {
    throw new NoteError('the line is not a valid signature of that key for this checkpoint');
  }
  await folder.addCosignerKey(key);
  const cosigned = `${stored.note}${signature.line}\n`;
  await folder.cosigned.append(cosigned);
  await addCosignature((statement, parameters) => dataSource.query(statement, parameters), stored.id, signature.line);
  return cosigned;
}

async function find(dataSource: DataSource, note: string | undefined): Promise<{ id: number; note: string }> {
  if (note === undefined) {
    const last = await lastCheckpoint((statement, parameters) => dataSource.query(statement, parameters));
    if (!last) throw new NoteError('there is no checkpoint yet');
    return last;
  }
  const rows = await dataSource.query<{ id: string; note: string }[]>(
    'SELECT id, note FROM audit_checkpoint WHERE note = $1 ORDER BY id LIMIT 1',
    [note],
  );
  if (!rows[0]) throw new NoteError('that checkpoint is not one of this log');
  return { id: Number(rows[0].id), note: rows[0].note };
}

/** For a second party that has no key yet; it keeps the private one to itself. */
export const newCosignerKey = (name: string): SigningKey => SigningKey.generate(name, 'cosigner');

import { isValidSignature, parseNote, type VerifierKey } from '../offline/signed-note.js';
import type { AuditFolder } from '../keys/audit-folder.js';
import type { CheckpointFile } from '../log/checkpoint-file.js';
import { parseSigned, type FoundCheckpoint } from './checkpoint-series.js';
import { finding, type Finding, type Place } from './findings.js';

/** Notes in the form of `checkpoints.log`. */
export type OutsideFile = CheckpointFile;

interface Outside {
  readonly found: readonly FoundCheckpoint[];
  readonly findings: readonly Finding[];
}

/** Copies that a second party kept or signed: they must have valid signatures, and the history must fit them. */
export async function outsideCheckpoints(
  folder: AuditFolder,
  trusted: OutsideFile | undefined,
  keys: readonly VerifierKey[],
): Promise<Outside> {
  const { keys: cosigners } = await folder.cosignerKeys();
  const found: FoundCheckpoint[] = [];
  const findings: Finding[] = [];
  const files: [CheckpointFile | undefined, Place][] = [
    [trusted, 'trusted-file'],
    [folder.cosigned, 'cosigned-file'],
  ];
  for (const [file, where] of files) {
    if (!file) continue;
    for await (const { note, line } of file.entries()) {
      const entry = `dòng / line ${line}`;
      const { checkpoint, problem } = parseSigned(note, keys);
      const wrong = problem || (where === 'cosigned-file' ? wrongCosignature(note, cosigners) : '');
      if (wrong) findings.push(finding('checkpoint-altered', where, { entry }, [wrong, wrong]));
      if (checkpoint) found.push({ checkpoint, where, entry });
    }
  }
  return { found, findings };
}

/** At least one line of a known second party, and every line of one valid. */
function wrongCosignature(text: string, cosigners: readonly VerifierKey[]): string {
  const note = parseNote(text);
  const theirs = note.signatures.filter(({ name, keyId }) =>
    cosigners.some((key) => key.name === name && key.id === keyId),
  );
  if (theirs.length === 0) return 'no signature of a known second party';
  const isValid = theirs.every((each) => cosigners.some((key) => isValidSignature(note.text, each, key)));
  return isValid ? '' : "a second party's signature is wrong";
}

import type { Hash } from './merkle.js';
import {
  isSignatureOf,
  isValidSignature,
  NoteError,
  parseNote,
  strictBase64,
  type SignedNote,
  type VerifierKey,
} from './signed-note.js';

/** The tree's head at one size, in the form of C2SP tlog-checkpoint; the last two lines are extensions. */
export interface CheckpointBody {
  /** Names the log; also the name of the keys that sign it. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  /** Running hash over the position and the store's own time of every event up to `size`. */
  readonly places: Hash;
  /** ISO instant of signing, by the signer's clock. */
  readonly signedAt: string;
}

export interface Checkpoint extends CheckpointBody {
  readonly note: SignedNote;
}

export const formatCheckpointBody = ({ origin, size, root, places, signedAt }: CheckpointBody): string =>
  `${origin}\n${size}\n${root.toString('base64')}\nplaces ${places.toString('base64')}\ntime ${signedAt}\n`;

/** @throws NoteError */
export function parseCheckpoint(text: string): Checkpoint {
  const note = parseNote(text);
  const [origin, size, root, ...extensions] = note.text.split('\n');
  const rootBytes = strictBase64(root ?? '');
  if (!origin || !/^(0|[1-9]\d{0,15})$/.test(size ?? '') || rootBytes?.length !== 32) {
    throw new NoteError('not a checkpoint: origin, size, root');
  }
  const places = strictBase64(extension(extensions, 'places') ?? '');
  const signedAt = extension(extensions, 'time');
  if (places?.length !== 32 || !signedAt) throw new NoteError('a checkpoint without its lines "places" and "time"');
  return { note, origin, size: Number(size), root: rootBytes, places, signedAt };
}

const extension = (lines: readonly string[], name: string): string | undefined =>
  lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);

/**
 * Keys of the log that signed this checkpoint.
 * @throws NoteError when a signature that claims to be of one of them is not, or when none is there
 */
export function signersOf({ note, origin }: Checkpoint, keys: readonly VerifierKey[]): readonly VerifierKey[] {
  const signers = keys.filter((key) => {
    const signature = note.signatures.find((each) => isSignatureOf(each, key));
    if (!signature) return false;
    if (!isValidSignature(note.text, signature, key)) throw new NoteError(`the signature of key ${key.id} is wrong`);
    return key.purpose === 'log' && key.name === origin;
  });
  if (signers.length === 0) throw new NoteError('no signature of a known key');
  return signers;
}

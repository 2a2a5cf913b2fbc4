import { createHash, createPublicKey, verify } from 'node:crypto';

/** A text is not a signed note, a verifier key or a checkpoint; the message says why. */
export class NoteError extends Error {
  override readonly name = 'NoteError';
}

/** What a key's signature means: `log`: the log signed the text (Ed25519); `cosigner`: a second party, at a time. */
export type KeyPurpose = 'log' | 'cosigner';

/** Signature type bytes of C2SP signed-note and tlog-cosignature. */
const typeOf = { log: 0x01, cosigner: 0x04 } as const;

/** `<name>+<key id in hex>+<base64 of the type byte and the 32-byte public key>` (C2SP vkey). */
export interface VerifierKey {
  readonly name: string;
  /** Four bytes in hex; with the name it says which key signed. */
  readonly id: string;
  readonly purpose: KeyPurpose;
  /** Raw Ed25519 public key. */
  readonly bytes: Buffer;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  readonly bytes: Buffer;
  /** As it stands in the note. */
  readonly line: string;
}

export interface SignedNote {
  /** What is signed: every line ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export const isKeyName = (name: string): boolean => name.length > 0 && !/[\p{White_Space}+]/u.test(name);

export function keyId(name: string, purpose: KeyPurpose, bytes: Uint8Array): string {
  const hash = createHash('sha256').update(`${name}\n`).update(Buffer.of(typeOf[purpose])).update(bytes).digest();
  return hash.toString('hex', 0, 4);
}

export function verifierKey(name: string, purpose: KeyPurpose, bytes: Buffer): VerifierKey {
  if (!isKeyName(name)) throw new NoteError('a key name holds no space and no "+"');
  return { name, purpose, bytes, id: keyId(name, purpose, bytes) };
}

export const formatVerifierKey = ({ name, id, purpose, bytes }: VerifierKey): string =>
  `${name}+${id}+${Buffer.concat([Buffer.of(typeOf[purpose]), bytes]).toString('base64')}`;

/** @throws NoteError */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name = '', id, base64 = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text.trim()) ?? [];
  const key = strictBase64(base64);
  if (key?.length !== 33) throw new NoteError('not a verifier key (name+id+base64)');
  const purpose = key[0] === typeOf.log ? 'log' : key[0] === typeOf.cosigner ? 'cosigner' : undefined;
  if (!purpose) throw new NoteError(`keys of type ${key[0]} are not known here`);
  const parsed = verifierKey(name, purpose, key.subarray(1));
  if (parsed.id !== id) throw new NoteError('the id of the verifier key does not fit the key');
  return parsed;
}

/** Reads a note: text, an empty line, signature lines. @throws NoteError */
export function parseNote(note: string): SignedNote {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) throw new NoteError('not a signed note: text, an empty line, signatures');
  const lines = note.slice(end + 2, -1).split('\n');
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

/** One line `— <name> <base64 of key id and signature>`. @throws NoteError */
export function parseSignature(line: string): NoteSignature {
  const match = /^\u2014 (\S+) (\S+)$/u.exec(line);
  const bytes = match && strictBase64(match[2]!);
  if (!match || !bytes || bytes.length <= 4) throw new NoteError('a line of the signatures is malformed');
  return { name: match[1]!, keyId: bytes.toString('hex', 0, 4), bytes: bytes.subarray(4), line };
}

export const formatNote = ({ text, signatures }: SignedNote): string =>
  `${text}\n${signatures.map(({ line }) => `${line}\n`).join('')}`;

export function formatSignature(key: Pick<VerifierKey, 'name' | 'id'>, bytes: Uint8Array): NoteSignature {
  const value = Buffer.concat([Buffer.from(key.id, 'hex'), bytes]).toString('base64');
  return { name: key.name, keyId: key.id, bytes: Buffer.from(bytes), line: `\u2014 ${key.name} ${value}` };
}

export const isSignatureOf = (signature: NoteSignature, key: VerifierKey): boolean =>
  signature.name === key.name && signature.keyId === key.id;

/** Whether this signature of this key covers the text. */
export function isValidSignature(text: string, signature: NoteSignature, key: VerifierKey): boolean {
  if (!isSignatureOf(signature, key)) return false;
  if (key.purpose === 'log') return verifyEd25519(text, signature.bytes, key.bytes);
  if (signature.bytes.length !== 8 + 64) return false;
  const message = cosignedMessage(text, signature.bytes.readBigUInt64BE(0));
  return verifyEd25519(message, signature.bytes.subarray(8), key.bytes);
}

/** What a second party signs (C2SP tlog-cosignature v1): the checkpoint and the second at which it was seen. */
export const cosignedMessage = (text: string, unixSeconds: bigint): string =>
  `cosignature/v1\ntime ${unixSeconds}\n${text}`;

/** Of a valid cosignature. */
export const cosignedAt = (signature: NoteSignature): Date =>
  new Date(Number(signature.bytes.readBigUInt64BE(0)) * 1000);

function verifyEd25519(message: string, signature: Uint8Array, publicKey: Buffer): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') };
  return verify(null, Buffer.from(message), createPublicKey({ key: jwk, format: 'jwk' }), signature);
}

/** Base64 has several spellings of the same bytes; only the regular one counts, so that no character can change. */
export function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

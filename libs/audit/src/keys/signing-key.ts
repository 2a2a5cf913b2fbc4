import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  cosignedMessage,
  formatSignature,
  keyId,
  strictBase64,
  verifierKey,
  type KeyPurpose,
  type NoteSignature,
  type VerifierKey,
} from '../offline/signed-note.js';

/** A key is missing, malformed or not the one of this log; the message says what to do and never holds a key. */
export class AuditKeyError extends Error {
  override readonly name = 'AuditKeyError';
}

/** An Ed25519 key that signs notes. Its text is the one of Go's `note` tools: `PRIVATE+KEY+<name>+<id>+<base64>`. */
export class SigningKey {
  private constructor(
    readonly verifier: VerifierKey,
    private readonly seed: Buffer,
    private readonly key: KeyObject,
  ) {}

  static generate(name: string, purpose: KeyPurpose): SigningKey {
    const { d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    return SigningKey.fromSeed(name, purpose, Buffer.from(d!, 'base64url'));
  }

  /** @throws AuditKeyError */
  static parse(text: string): SigningKey {
    const match = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim());
    const bytes = match && strictBase64(match[3]!);
    if (!match || bytes?.length !== 33 || (bytes[0] !== 1 && bytes[0] !== 4)) {
      throw new AuditKeyError('not a signing key (PRIVATE+KEY+name+id+base64)');
    }
    const key = SigningKey.fromSeed(match[1]!, bytes[0] === 1 ? 'log' : 'cosigner', bytes.subarray(1));
    if (key.verifier.id !== match[2]) throw new AuditKeyError('the id of the signing key does not fit the key');
    return key;
  }

  format(): string {
    const { name, id, purpose } = this.verifier;
    const bytes = Buffer.concat([Buffer.of(purpose === 'log' ? 1 : 4), this.seed]);
    return `PRIVATE+KEY+${name}+${id}+${bytes.toString('base64')}`;
  }

  /** A log's key signs the text; a second party's key the text and `now`. */
  sign(text: string, now: Date): NoteSignature {
    if (this.verifier.purpose === 'log') return formatSignature(this.verifier, this.ed25519(text));
    const seconds = BigInt(Math.floor(now.getTime() / 1000));
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(seconds);
    return formatSignature(this.verifier, Buffer.concat([time, this.ed25519(cosignedMessage(text, seconds))]));
  }

  private ed25519(message: string): Buffer {
    return sign(null, Buffer.from(message), this.key);
  }

  private static fromSeed(name: string, purpose: KeyPurpose, seed: Buffer): SigningKey {
    // PKCS #8 of an Ed25519 key is a fixed prefix (RFC 8410) and the seed.
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const publicKey = Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url');
    const id = keyId(name, purpose, publicKey);
    return new SigningKey({ ...verifierKey(name, purpose, publicKey), id }, Buffer.from(seed), key);
  }
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** The cipher text was altered, or belongs to another key or place. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError';
}

/** AES-256-GCM; `place` is authenticated, so that a cipher text cannot be moved to another person or field. */
export function sealBytes(key: Buffer, place: string, plain: Buffer): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** @throws SealBrokenError */
export function openBytes(key: Buffer, place: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, ivBytes)).setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()]);
  } catch (error) {
    throw new SealBrokenError(`cannot open what was sealed for ${place}`, { cause: error });
  }
}

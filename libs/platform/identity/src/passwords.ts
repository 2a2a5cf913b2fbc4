import { hash, verify } from '@node-rs/argon2';
import { randomInt } from 'node:crypto';

/** argon2id with the library's defaults: 19 MiB, 2 passes, 1 lane (OWASP's first choice). */
export const hashPassword = (password: string): Promise<string> => hash(password);

/** Checked when there is no account, so that the time to an answer does not tell whether one exists. */
const nobody = hash('nobody');

export const verifyPassword = async (passwordHash: string | undefined, password: string): Promise<boolean> =>
  (await verify(passwordHash ?? (await nobody), password)) && passwordHash !== undefined;

/** No letters and digits that look alike on paper. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** 20 letters and digits in groups of five, about 99 bits. */
export function oneTimePassword(): string {
  const letters = Array.from({ length: 20 }, () => alphabet[randomInt(alphabet.length)]!);
  return [0, 5, 10, 15].map((start) => letters.slice(start, start + 5).join('')).join('-');
}

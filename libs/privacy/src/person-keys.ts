import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import type { MasterKey } from './master-key.js';
import { openBytes, sealBytes } from './seal.js';

/** A person's key is not in the table: a fault (a wrong or restored database), not an erasure. */
export class PersonKeyMissingError extends Error {
  override readonly name = 'PersonKeyMissingError';
}

/** Nothing can be written about this person, or this month of the access log, any more. */
export class PersonKeyDestroyedError extends Error {
  override readonly name = 'PersonKeyDestroyedError';
}

/** One random key per person. The history's personal fields are readable as long as it exists. */
export interface PersonKeys {
  /** Makes the key when the person has none. @throws PersonKeyDestroyedError */
  obtain(subject: string): Promise<Buffer>;
  /** @returns undefined when the key was destroyed. @throws PersonKeyMissingError */
  find(subject: string): Promise<Buffer | undefined>;
}

const cachedKeys = 50_000;
/** Also bounds how long another process may go on reading after a key was destroyed. */
const cacheMs = 60_000;

/** Keys wrapped by the master key, in the table `person_key`. */
export class PersonKeyTable implements PersonKeys {
  private readonly cache = new LRUCache<string, Buffer>({ max: cachedKeys, ttl: cacheMs });
  private readonly wrapping: Buffer;

  constructor(
    private readonly dataSource: DataSource,
    master: MasterKey,
  ) {
    this.wrapping = master.derive('person-keys/1');
  }

  async obtain(subject: string): Promise<Buffer> {
    const known = this.cache.get(subject);
    if (known) return known;
    const wrapped = sealBytes(this.wrapping, subject, randomBytes(32));
    await this.dataSource.query(
      'INSERT INTO person_key (subject, wrapped_key) VALUES ($1, $2) ON CONFLICT (subject) DO NOTHING',
      [subject, wrapped],
    );
    const key = await this.find(subject);
    if (!key)
      throw new PersonKeyDestroyedError(`the key of ${subject} was destroyed: nothing can be written about them`);
    return key;
  }

  async find(subject: string): Promise<Buffer | undefined> {
    const known = this.cache.get(subject);
    if (known) return known;
    const rows: { wrapped_key: Buffer | null }[] = await this.dataSource.query(
      'SELECT wrapped_key FROM person_key WHERE subject = $1',
      [subject],
    );
    const row = rows[0];
    if (!row) throw new PersonKeyMissingError(`no key was ever made for ${subject} in this database`);
    if (!row.wrapped_key) return undefined;
    const key = openBytes(this.wrapping, subject, row.wrapped_key);
    this.cache.set(subject, key);
    return key;
  }
}

/** For specs. */
export class InMemoryPersonKeys implements PersonKeys {
  private readonly keys = new Map<string, Buffer | undefined>();

  obtain(subject: string): Promise<Buffer> {
    const key = this.keys.get(subject) ?? randomBytes(32);
    this.keys.set(subject, key);
    return Promise.resolve(key);
  }

  find(subject: string): Promise<Buffer | undefined> {
    if (!this.keys.has(subject)) return Promise.reject(new PersonKeyMissingError(`no key for ${subject}`));
    return Promise.resolve(this.keys.get(subject));
  }

  destroy(subject: string): void {
    this.keys.set(subject, undefined);
  }
}

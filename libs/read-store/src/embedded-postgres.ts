import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { binaries, serverIdentity, spawnAs, type Identity } from './postgres-binaries.js';

/** The embedded PostgreSQL did not start; the message is one line that says what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

export interface EmbeddedPostgresOptions {
  /** Created when missing; holds the cluster, its password and its log. */
  readonly dataDir: string;
  /** 0 or left out: any free port. */
  readonly port?: number;
  /** Created when missing. Default `nam_co_so`. */
  readonly database?: string;
  /** Server settings, e.g. `{ fsync: 'off' }` for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  /** Resolves when the server is gone, whoever ended it. */
  readonly exited: Promise<void>;
  /** Fast shutdown: open transactions roll back, the data folder is clean. */
  stop(): Promise<void>;
  /** For crash tests. */
  kill(signal: NodeJS.Signals): void;
}

const user = 'ncs';
/** Session lock in the database `postgres`: held as long as the process that started the server lives. */
const ownerLock = 4_711_001;
const startTimeoutMs = 60_000;

interface Folder {
  readonly root: string;
  readonly cluster: string;
  readonly log: string;
  readonly password: string;
}

interface Running {
  readonly pid: number;
  readonly port: number;
}

/**
 * Starts PostgreSQL from the npm package's binaries on a folder that outlives it. Not through the package's own class:
 * that one ends the process on SIGINT and SIGTERM by itself and would cut off an orderly stop.
 *
 * After `kill -9` of this process the server lives on without an owner; the next start takes it over. A server with a
 * living owner, or a folder that cannot be used, is an {@link EmbeddedPostgresError}.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const root = resolve(options.dataDir);
  await mkdir(root, { recursive: true });
  const identity = await serverIdentity(root);
  const folder = await prepareFolder(root, identity);
  const running = (await findRunning(folder)) ?? (await startServer(folder, options, identity));
  const owner = await takeOwnership(folder, running);
  const database = options.database ?? 'nam_co_so';
  await createDatabase(owner, database);
  return handle(folder, running, owner, database);
}

const urlOf = (folder: Folder, port: number, database: string) =>
  `postgres://${user}:${folder.password}@127.0.0.1:${port}/${database}`;

async function prepareFolder(root: string, identity: Identity): Promise<Folder> {
  const passwordFile = join(root, 'password');
  const cluster = join(root, 'cluster');
  const known = await readFile(passwordFile, 'utf8').catch(ifMissing);
  const password = known?.trim() || randomBytes(18).toString('hex');
  if (!known) await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (identity.uid !== undefined) await chown(passwordFile, identity.uid, identity.gid!);
  if (!(await stat(join(cluster, 'PG_VERSION')).catch(ifMissing))) await initCluster(root, cluster, identity);
  return { root, cluster, log: join(root, 'postgres.log'), password };
}

/** In a folder of its own, renamed when complete: a kill in the middle leaves no half-made cluster behind. */
async function initCluster(root: string, cluster: string, identity: Identity): Promise<void> {
  const unfinished = join(root, 'cluster.new');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  if (identity.uid !== undefined) await chown(unfinished, identity.uid, identity.gid!);
  await run(
    (await binaries()).initdb,
    [
      `--pgdata=${unfinished}`,
      `--username=${user}`,
      `--pwfile=${join(root, 'password')}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ],
    identity,
  );
  await rm(cluster, { recursive: true, force: true });
  await rename(unfinished, cluster);
}

async function run(command: string, args: readonly string[], identity: Identity): Promise<void> {
  const child = spawnAs(identity, command, args, { env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (code !== 0) throw new EmbeddedPostgresError(`initdb failed: ${lastLine(output)}`);
}

/** The server that `postmaster.pid` tells of, when it answers. A file that nothing answers to is stale. */
async function findRunning(folder: Folder): Promise<Running | undefined> {
  const file = join(folder.cluster, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(ifMissing))?.split('\n');
  if (!lines) return undefined;
  const running = { pid: Number(lines[0]), port: Number(lines[3]) };
  if (!isAlive(running.pid)) return undefined;
  const name = await readFile(`/proc/${running.pid}/comm`, 'utf8').catch(ifMissing);
  if (name !== undefined && name.trim() !== 'postgres') {
    // The number belongs to another process by now (common in containers); PostgreSQL itself would refuse to start.
    await rm(file, { force: true });
    return undefined;
  }
  // One that was killed a moment ago may still have been there when it was looked for.
  const isReady = await untilReady(folder, running, () => !isAlive(running.pid));
  return isReady ? running : undefined;
}

async function startServer(folder: Folder, options: EmbeddedPostgresOptions, identity: Identity): Promise<Running> {
  const port = options.port || (await freePort());
  await rename(folder.log, `${folder.log}.1`).catch(ifMissing);
  const log = await open(folder.log, 'a', 0o600);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Detached: Ctrl-C goes to the whole foreground group, and the database must be the last to stop.
  const child = spawnAs(identity, (await binaries()).postgres, ['-D', folder.cluster, '-p', String(port), ...flags], {
    env: environment(),
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  let ended = false;
  child.once('error', () => (ended = true));
  child.once('exit', () => (ended = true));
  child.unref();
  await log.close();
  const running = { pid: child.pid ?? 0, port };
  if (!(await untilReady(folder, running, () => ended))) throw await startError(folder, port);
  return running;
}

/** @returns false when the server ended meanwhile */
async function untilReady(folder: Folder, { port }: Running, ended: () => boolean): Promise<boolean> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    if (ended()) return false;
    const client = new pg.Client({ connectionString: urlOf(folder, port, 'postgres') });
    try {
      await client.connect();
      await client.end();
      return true;
    } catch (error) {
      if (Date.now() > deadline) throw await startError(folder, port, error);
      await new Promise((again) => setTimeout(again, 40));
    }
  }
}

async function startError(folder: Folder, port: number, cause?: unknown): Promise<EmbeddedPostgresError> {
  const log = (await readFile(folder.log, 'utf8').catch(ifMissing)) ?? '';
  if (/could not bind|could not create any TCP\/IP sockets/.test(log)) {
    return new EmbeddedPostgresError(`port ${port} for the embedded PostgreSQL is in use`);
  }
  if (/lock file "postmaster.pid" already exists/.test(log)) return inUse(folder);
  const fatal = log.split('\n').find((line) => /FATAL|PANIC/.test(line)) ?? lastLine(log);
  return new EmbeddedPostgresError(`the embedded PostgreSQL in ${folder.root} did not start: ${fatal}`, { cause });
}

const inUse = (folder: Folder) =>
  new EmbeddedPostgresError(`the data folder ${folder.root} is in use by another running process`);

/** The lock ends with this process however it ends, so that nobody has to guess whether a process id is still ours. */
async function takeOwnership(folder: Folder, running: Running): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: urlOf(folder, running.port, 'postgres'),
    application_name: 'ncs-owner',
    keepAlive: true,
  });
  await client.connect();
  const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [ownerLock]);
  if (rows[0]!.mine) return client;
  await client.end();
  throw inUse(folder);
}

async function createDatabase(owner: pg.Client, database: string): Promise<void> {
  const { rowCount } = await owner.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  if (!rowCount) await owner.query(`CREATE DATABASE ${owner.escapeIdentifier(database)}`);
}

function handle(folder: Folder, running: Running, owner: pg.Client, database: string): EmbeddedPostgres {
  const exited = new Promise<void>((done) => owner.once('end', () => done()));
  // The connection breaks when the server goes; `exited` tells it.
  owner.on('error', () => undefined);
  // Missing in the types of pg: the watch over the server must not keep this process alive.
  (owner as pg.Client & { unref(): void }).unref();
  return {
    url: urlOf(folder, running.port, database),
    port: running.port,
    exited,
    async stop() {
      signal(running.pid, 'SIGINT');
      const deadline = Date.now() + 30_000;
      while (isAlive(running.pid)) {
        if (Date.now() > deadline) signal(running.pid, 'SIGQUIT');
        await new Promise((again) => setTimeout(again, 20));
      }
      await exited;
    },
    kill: (name) => signal(running.pid, name),
  };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const signal = (pid: number, name: NodeJS.Signals): void => {
  if (isAlive(pid)) process.kill(pid, name);
};

const environment = () => ({ PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' });

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/** For `catch`: a file that is not there is undefined, everything else is an error. */
function ifMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

import { execFile, fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { EmbeddedPostgresError, startEmbeddedPostgres } from './embedded-postgres.js';

/** Durable, on folders of its own: each start costs a second or two. */
describe('embedded PostgreSQL', () => {
  let folder: string;
  /** A data folder as its first start and an orderly stop leave it, for those that are not about the first start. */
  let made: string;

  beforeAll(async () => {
    made = await mkdtemp(join(tmpdir(), 'ncs-postgres-made-'));
    await chmod(made, 0o755);
    await (await startEmbeddedPostgres({ dataDir: made })).stop();
  });
  afterAll(() => rm(made, { recursive: true, force: true }));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncs-postgres-'));
    // As root the server runs as another user, who must get in.
    await chmod(folder, 0o755);
    // With its owners, as root.
    await promisify(execFile)('cp', ['-a', made, join(folder, 'data')]);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const start = () => startEmbeddedPostgres({ dataDir: join(folder, 'data') });

  it('keeps its data, refuses a second owner, starts again after an orderly stop and after kill -9', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await expect(start()).rejects.toThrow(/in use by another running process/);
    await first.stop();

    const second = await start();
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    second.kill('SIGKILL');
    await second.exited;

    const third = await start();
    expect(await query(third.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    await third.stop();
  });

  it('takes over a server whose owner was killed', async () => {
    const owner = await ownerProcess(join(folder, 'data'));
    const url = await new Promise<string>((told) => owner.once('message', (message) => told(message as string)));
    await query(url, 'CREATE TABLE kept AS SELECT 2 AS n');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const heir = await start();
    expect(new URL(heir.url).port).toBe(new URL(url).port);
    expect(await query(heir.url, 'SELECT n FROM kept')).toEqual([{ n: 2 }]);
    await heir.stop();
  });

  it('is not misled by a process id that belongs to somebody else by now', async () => {
    const first = await start();
    const pidFile = join(folder, 'data', 'cluster', 'postmaster.pid');
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    first.kill('SIGKILL');
    await first.exited;
    await writeFile(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
    const second = await start();
    await second.stop();
  });

  it('starts when the server that it found was just about to end', async () => {
    const first = await start();
    const pidFile = join(folder, 'data', 'cluster', 'postmaster.pid');
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    first.kill('SIGKILL');
    await first.exited;
    // Something of that name which answers nobody and is gone in a moment.
    const dying = join(folder, 'postgres');
    await copyFile('/bin/sleep', dying);
    const { pid } = spawn(dying, ['0.5']);
    await writeFile(pidFile, [String(pid), ...lines.slice(1)].join('\n'));
    const second = await start();
    await second.stop();
  });

  it('says what is wrong in one line', async () => {
    const running = await start();
    const elsewhere = startEmbeddedPostgres({ dataDir: join(folder, 'other'), port: running.port });
    const refusal = await elsewhere.catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(EmbeddedPostgresError);
    expect((refusal as Error).message).toBe(`port ${running.port} for the embedded PostgreSQL is in use`);
    await running.stop();
  });
});

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** From `dist`, as a process of its own, so that it can be killed without a goodbye. */
async function ownerProcess(dataDir: string): Promise<ChildProcess> {
  const module = new URL('../../../dist/libs/read-store/src/index.js', import.meta.url).href;
  const script = join(dataDir, '..', 'owner.mjs');
  await writeFile(
    script,
    `import { startEmbeddedPostgres } from ${JSON.stringify(module)};
     const { url } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
     process.send(url);
     setInterval(() => undefined, 1000);`,
  );
  return fork(script, { stdio: 'inherit', execArgv: [] });
}

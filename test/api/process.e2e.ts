import { startEventNode, type EventNode } from '#event-node';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** The built process, as it is run for real; `npm test` builds first. */
function startApi(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['dist/apps/api/src/main.js'], {
    env: { PATH: process.env['PATH'], NCS_MASTER_KEY: randomBytes(32).toString('base64'), ...environment },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  return { child, output, exited };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

describe('the api process', () => {
  let database: FreshDatabase;
  let node: EventNode;
  let environment: Record<string, string>;
  beforeAll(async () => {
    database = await freshDatabase();
    node = await startEventNode({ data: 'memory' });
    environment = { NCS_DATABASE: database.url, NCS_EVENTSTORE: node.connectionString };
  });
  afterAll(async () => {
    await node.stop();
    await database.drop();
  });

  it('starts, answers, and stops in order on SIGTERM', async () => {
    const port = await freePort();
    const { child, exited, output } = startApi({ ...environment, NCS_PORT: String(port) });
    const deadline = Date.now() + 25_000;
    while (!(await answers(`http://127.0.0.1:${port}/health/ready`))) {
      if (Date.now() > deadline || child.exitCode !== null) throw new Error(output.stderr + output.stdout);
      await new Promise((again) => setTimeout(again, 50));
    }
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(output.stdout).toContain('"msg":"stopping"');
    expect(output.stderr).toBe('');
  });

  it('says in one line that the port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { exited, output } = startApi({ ...environment, NCS_PORT: String((taken.address() as AddressInfo).port) });
    expect(await exited).toEqual([1, null]);
    expect(output.stderr).toMatch(/^api: cổng đang được dùng.*NCS_PORT.*\n$/);
    taken.close();
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['a missing setting', { NCS_DATABASE: '' }, /^api: thiết lập \/ settings: NCS_DATABASE: .* must be set\n$/],
    ['a wrong setting', { NCS_PORT: 'x' }, /^api: thiết lập \/ settings: NCS_PORT: .*\n$/],
    ['a database that is away', { NCS_DATABASE: 'postgres://ncs:secret@127.0.0.1:1/x' }, /^api: PostgreSQL at .*\n$/],
    ['a master key of another size', { NCS_MASTER_KEY: 'abc' }, /^api: .*\n$/],
  ])('says %s in one line and ends', async (_what, change, line) => {
    const { exited, output } = startApi({ ...environment, NCS_PORT: '0', ...change });
    expect(await exited).toEqual([1, null]);
    expect(output.stderr).toMatch(line);
    expect(output.stderr).not.toContain('secret');
  });
});

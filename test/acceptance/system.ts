import type { OpsContext } from '../../apps/ops/src/ops-context.js';
import { contexts } from '#contexts';
import { connectEventStore, EventCodec } from '#event-store';
import { EventRegistry, type Role } from '#kernel';
import { commandDigest, MasterKey, PersonFieldCipher, PersonKeyTable } from '#privacy';
import { connect, createReadStore } from '#read-store';
import { loadScenario, signIn, type Scenario } from '#scenarios';
import { freshDatabase } from '#testing/fixtures';
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, withOwnPassword } from './client.js';
import type { FromSystem, SystemOptions, ToSystem } from './system-process.js';

type Stops = (() => Promise<unknown>)[];

/** The whole system in a process of its own, on a real PostgreSQL and the durable event node, on a free port. */
export class System {
  private constructor(
    readonly url: string,
    readonly admin: Client,
    /** A new token of the admin's, for when the clock was put forward past the life of the first. */
    readonly adminAgain: () => Promise<Client>,
    /** What `ops` works with, beside the api. */
    readonly operator: Pick<OpsContext, 'dataSource' | 'store' | 'codec' | 'digest'>,
    private readonly child: ChildProcess,
    private readonly stops: Stops,
  ) {}

  /** `now`: the instant at which all of it takes place. `smtpUrl`: letters are sent there. `audit`: the history is signed. */
  static async start(now: string, options: Omit<SystemOptions, 'now'> = {}): Promise<System> {
    const stops: Stops = [];
    try {
      const folder = await mkdtemp(join(tmpdir(), 'ncs-acceptance-'));
      stops.unshift(() => rm(folder, { recursive: true, force: true }));
      const database = await freshDatabase();
      stops.unshift(() => database.drop());
      const child = startProcess({ now, ...options }, folder, database.url, stops);
      const { url, eventStore, firstAdmin } = await ready(child);
      const password = randomBytes(12).toString('base64url');
      const admin = await withOwnPassword(url, firstAdmin.username, firstAdmin.oneTimePassword, password);
      const adminAgain = async () => new Client(url, await signIn(url, firstAdmin.username, password));
      const operator = await openOperator(folder, database.url, eventStore, stops);
      return new System(url, admin, adminAgain, operator, child, stops);
    } catch (error) {
      for (const stop of stops) await stop();
      throw error;
    }
  }

  /** Puts the clock of every part forward, or back. */
  async setClock(now: string): Promise<void> {
    const told = once(this.child, 'message');
    this.child.send({ now } satisfies ToSystem);
    await told;
  }

  async stop(): Promise<void> {
    for (const stop of this.stops) await stop();
  }

  /** Tells a story; the reader returned sees all of it. */
  async tell(scenario: Scenario): Promise<Client> {
    const atLeast = await loadScenario(scenario, { baseUrl: this.url, token: () => this.admin.token });
    return new Client(this.url, this.admin.token, atLeast);
  }

  /** Somebody with a new account. */
  async person(role: Role, unitId: string): Promise<Client> {
    const username = `${role}-${randomBytes(4).toString('hex')}`;
    const reply = await fetch(`${this.url}/api/accounts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.admin.token}` },
      body: JSON.stringify({ username, role, unitId }),
    });
    if (!reply.ok) throw new Error(`no account: ${await reply.text()}`);
    const { oneTimePassword } = (await reply.json()) as { oneTimePassword: string };
    return withOwnPassword(this.url, username, oneTimePassword);
  }
}

/** Everything opened adds its end to the front of `stops`. */
function startProcess(options: SystemOptions, folder: string, databaseUrl: string, stops: Stops): ChildProcess {
  const entry = new URL('../../dist/test/acceptance/system-process.js', import.meta.url);
  const env = {
    PATH: process.env['PATH'],
    NCS_DATA: folder,
    NCS_DATABASE: databaseUrl,
    NCS_LOG_LEVEL: 'error',
  };
  const child = fork(entry, [JSON.stringify(options)], { env, execArgv: [] });
  stops.unshift(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.send('stop' satisfies ToSystem);
    await exited;
  });
  return child;
}

function ready(child: ChildProcess): Promise<Extract<FromSystem, { ready: unknown }>['ready']> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`the system ended: ${signal ?? code}`)));
    child.once('message', (message: FromSystem) => {
      if ('ready' in message) resolve(message.ready);
      else reject(new Error(JSON.stringify(message)));
    });
  });
}

async function openOperator(folder: string, databaseUrl: string, eventStore: string, stops: Stops) {
  const masterKey = await MasterKey.read(undefined, folder);
  const dataSource = createReadStore(databaseUrl, { applicationName: 'acceptance-operator', poolSize: 4 });
  await connect(dataSource);
  const store = connectEventStore(eventStore);
  stops.unshift(async () => {
    await store.close();
    await dataSource.destroy();
  });
  const registry = new EventRegistry(contexts.flatMap(({ events }) => [...events]));
  const codec = new EventCodec(registry, new PersonFieldCipher(new PersonKeyTable(dataSource, masterKey)));
  return { dataSource, store, codec, digest: commandDigest(masterKey) };
}

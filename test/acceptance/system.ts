import { runAudit } from '#audit';
import { createApi } from '../../apps/api/src/create-api.js';
import { runProcesses } from '../../apps/projector/src/run-processes.js';
import { runProjector } from '../../apps/projector/src/run-projector.js';
import type { OpsContext } from '../../apps/ops/src/ops-context.js';
import { contexts } from '#contexts';
import { connectEventStore, EventCodec, type EventStore } from '#event-store';
import { startEventNode, type EventNode } from '#event-node';
import { EventRegistry, type Role } from '#kernel';
import { createLogger, loadConfig, type Config } from '#platform';
import { ensureFirstAdmin } from '#platform/identity';
import { commandDigest, MasterKey, PersonFieldCipher, PersonKeyTable } from '#privacy';
import { connect, createReadStore, migrate } from '#read-store';
import { loadScenario, signIn, type Scenario } from '#scenarios';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, withOwnPassword } from './client.js';

/** The whole system in this process, on a real PostgreSQL and the durable event node, listening on a free port. */
export class System {
  private constructor(
    readonly url: string,
    readonly admin: Client,
    /** A new token of the admin's, for when the clock was put forward past the life of the first. */
    readonly adminAgain: () => Promise<Client>,
    /** What `ops` works with, beside the api. */
    readonly operator: Pick<OpsContext, 'dataSource' | 'store' | 'codec' | 'digest'>,
    private readonly stops: readonly (() => Promise<unknown>)[],
  ) {}

  /** `now`: the day on which all of it takes place. `smtpUrl`: letters are sent there. `audit`: the history is signed. */
  static async start(
    now: () => Date,
    { smtpUrl, audit = false }: { readonly smtpUrl?: string; readonly audit?: boolean } = {},
  ): Promise<System> {
    const stops: (() => Promise<unknown>)[] = [];
    try {
      const parts = await openParts(stops);
      const { dataSource, store, config, masterKey } = parts;
      const stopProjector = await startProjector(parts, now, smtpUrl);
      stops.unshift(stopProjector);
      if (audit) startAudit(parts);
      const app = await createApi(config, { dataSource, eventStore: store, masterKey, logger: parts.log, now });
      stops.unshift(() => app.close());
      await app.listen({ host: '127.0.0.1', port: 0 });
      const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
      const first = (await ensureFirstAdmin(dataSource))!;
      const password = randomBytes(12).toString('base64url');
      const admin = await withOwnPassword(url, first.username, first.oneTimePassword, password);
      const adminAgain = async () => new Client(url, await signIn(url, first.username, password));
      const digest = commandDigest(masterKey);
      const operator = { dataSource, store, codec: codecOf(dataSource, masterKey), digest };
      return new System(url, admin, adminAgain, operator, stops);
    } catch (error) {
      for (const stop of stops) await stop();
      throw error;
    }
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

interface Parts {
  readonly config: Config;
  readonly database: FreshDatabase;
  readonly node: EventNode;
  readonly dataSource: ReturnType<typeof createReadStore>;
  readonly store: EventStore;
  readonly masterKey: MasterKey;
  readonly log: ReturnType<typeof createLogger>;
  readonly stops: (() => Promise<unknown>)[];
}

/** Everything opened adds its end to the front of `stops`. */
async function openParts(stops: (() => Promise<unknown>)[]): Promise<Parts> {
  const folder = await mkdtemp(join(tmpdir(), 'ncs-acceptance-'));
  stops.unshift(() => rm(folder, { recursive: true, force: true }));
  const database = await freshDatabase();
  stops.unshift(() => database.drop());
  const node = await startEventNode({ data: join(folder, 'events') });
  stops.unshift(() => node.stop());
  const config = loadConfig({
    NCS_DATA: folder,
    NCS_DATABASE: database.url,
    NCS_EVENTSTORE: node.connectionString,
    NCS_LOG_LEVEL: 'error',
  });
  await MasterKey.ensureInFolder(folder);
  const masterKey = await MasterKey.read(undefined, folder);
  const dataSource = createReadStore(database.url, { applicationName: 'acceptance', poolSize: 16 });
  await migrate(dataSource);
  stops.unshift(() => dataSource.destroy());
  const store = connectEventStore(node.connectionString);
  stops.unshift(() => store.close());
  const log = createLogger({ level: config.NCS_LOG_LEVEL, name: 'acceptance' });
  return { config, database, node, dataSource, store, masterKey, log, stops };
}

function startAudit({ config, dataSource, store, log, stops }: Parts): void {
  const audit = runAudit({ dataSource, store, dataFolder: config.NCS_DATA, log, checkpointMs: 100 });
  stops.unshift(() => audit.stop());
}

function codecOf(dataSource: Parts['dataSource'], masterKey: MasterKey): EventCodec {
  const registry = new EventRegistry(contexts.flatMap(({ events }) => [...events]));
  return new EventCodec(registry, new PersonFieldCipher(new PersonKeyTable(dataSource, masterKey)));
}

async function startProjector({ database, masterKey, node, log, stops }: Parts, now: () => Date, smtpUrl?: string) {
  const dataSource = createReadStore(database.url, { applicationName: 'acceptance-projector', poolSize: 12 });
  await connect(dataSource);
  const store = connectEventStore(node.connectionString);
  stops.unshift(async () => {
    await store.close();
    await dataSource.destroy();
  });
  const codec = codecOf(dataSource, masterKey);
  const views = contexts.flatMap((context) => [...context.views]);
  const runner = runProjector({ dataSource, store, codec, views, log });
  const digest = commandDigest(masterKey);
  const processes = await runProcesses({ dataSource, store, codec, digest, log, now, smtpUrl });
  return () => Promise.all([runner.stop(), processes.stop()]);
}

import { createApi } from '../../apps/api/src/create-api.js';
import { runProjector } from '../../apps/projector/src/run-projector.js';
import { contexts } from '#contexts';
import { connectEventStore, EventCodec, type EventStore } from '#event-store';
import { startEventNode, type EventNode } from '#event-node';
import { EventRegistry, type Role } from '#kernel';
import { createLogger, loadConfig, type Config } from '#platform';
import { ensureFirstAdmin } from '#platform/identity';
import { MasterKey, PersonFieldCipher, PersonKeyTable } from '#privacy';
import { connect, createReadStore, migrate } from '#read-store';
import { loadScenario, signIn, type Scenario } from '#scenarios';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An answer of the api; its body is what the assertions then say it is. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Row = Readonly<Record<string, string | number | boolean | null>>;

export interface ViewAnswer {
  readonly rows: readonly Row[];
  readonly totals: Row;
}

type Query = Readonly<Record<string, string | number>>;

/** Whoever has an access token. */
export class Client {
  constructor(
    readonly baseUrl: string,
    readonly token: string,
    /** Position that every answer of a view must include. */
    private readonly atLeast?: string,
  ) {}

  get(path: string): Promise<Answer> {
    return this.fetch(path, {});
  }

  /** A command under a new id, unless `headers` say otherwise. */
  command(act: string, body: object | string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.fetch(`/api/commands/${act}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** One page, with whatever the api answers. */
  view(name: string, query: Query = {}): Promise<Answer> {
    const wait = this.atLeast ? { atLeast: this.atLeast, wait: 10_000 } : {};
    const parameters = Object.entries({ ...wait, ...query }).map(([key, value]) => [key, String(value)]);
    return this.get(`/api/views/${name}?${new URLSearchParams(parameters as [string, string][]).toString()}`);
  }

  /** All rows, page by page, and the totals. Fails when the api refuses. */
  async rows(name: string, query: Query = {}): Promise<ViewAnswer> {
    const rows: Row[] = [];
    let totals: Row = {};
    let after: string | null = null;
    do {
      const { status, body } = await this.view(name, { limit: 1000, ...query, ...(after ? { after } : {}) });
      if (status !== 200) throw new Error(`${name}: status ${status}, ${JSON.stringify(body)}`);
      rows.push(...(body['rows'] as Row[]));
      if (after === null) totals = body['totals'] as Row;
      after = body['next'] as string | null;
    } while (after !== null);
    return { rows, totals };
  }

  private async fetch(path: string, init: RequestInit): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.token}`, ...(init.headers as Record<string, string>) };
    const reply = await fetch(`${this.baseUrl}${path}`, { ...init, headers });
    const text = await reply.text();
    return { status: reply.status, headers: reply.headers, body: JSON.parse(text) };
  }
}

/** The whole system in this process, on a real PostgreSQL and the durable event node, listening on a free port. */
export class System {
  private constructor(
    readonly url: string,
    readonly admin: Client,
    private readonly stops: readonly (() => Promise<unknown>)[],
  ) {}

  /** `now`: the day on which all of it takes place. */
  static async start(now: () => Date): Promise<System> {
    const stops: (() => Promise<unknown>)[] = [];
    try {
      const parts = await openParts(stops);
      const { dataSource, store, config, masterKey } = parts;
      const projector = await startProjector(parts);
      stops.unshift(() => projector.stop());
      const app = await createApi(config, { dataSource, eventStore: store, masterKey, logger: parts.log, now });
      stops.unshift(() => app.close());
      await app.listen({ host: '127.0.0.1', port: 0 });
      const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
      const first = (await ensureFirstAdmin(dataSource))!;
      const admin = await withOwnPassword(url, first.username, first.oneTimePassword);
      return new System(url, admin, stops);
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

async function startProjector({ database, masterKey, node, log, stops }: Parts) {
  const dataSource = createReadStore(database.url, { applicationName: 'acceptance-projector', poolSize: 6 });
  await connect(dataSource);
  const store = connectEventStore(node.connectionString);
  stops.unshift(async () => {
    await store.close();
    await dataSource.destroy();
  });
  const registry = new EventRegistry(contexts.flatMap(({ events }) => [...events]));
  const codec = new EventCodec(registry, new PersonFieldCipher(new PersonKeyTable(dataSource, masterKey)));
  return runProjector({ dataSource, store, codec, views: contexts.flatMap(({ views }) => [...views]), log });
}

/** Signs in with a one-time password and replaces it, as a person must. */
async function withOwnPassword(url: string, username: string, oneTimePassword: string): Promise<Client> {
  const token = await signIn(url, username, oneTimePassword);
  const reply = await fetch(`${url}/api/auth/change-password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ password: oneTimePassword, newPassword: randomBytes(12).toString('base64url') }),
  });
  if (!reply.ok) throw new Error(`the new password was refused: ${await reply.text()}`);
  return new Client(url, ((await reply.json()) as { accessToken: string }).accessToken);
}

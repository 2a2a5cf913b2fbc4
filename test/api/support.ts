import { startEventNode } from '#event-node';
import { connectEventStore, EventCodec, type EventStore } from '#event-store';
import { contexts } from '#contexts';
import { derivedId, EventRegistry, formatPosition, rootUnitId, type Role } from '#kernel';
import { loadConfig } from '#platform';
import { Accounts, ensureFirstAdmin } from '#platform/identity';
import { MasterKey, PersonFieldCipher, PersonKeyTable } from '#privacy';
import { createReadStore, migrate } from '#read-store';
import { freshDatabase } from '#testing/fixtures';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import request, { type Response, type Test } from 'supertest';
import type { DataSource } from 'typeorm';
import { createApi } from '../../apps/api/src/create-api.js';

export const id = (...parts: (string | number)[]): string => derivedId('api-test', ...parts);

export interface ApiUnderTest {
  readonly app: NestFastifyApplication;
  readonly store: EventStore;
  readonly dataSource: DataSource;
  readonly masterKey: MasterKey;
  /** Everything the API logged, as text. */
  readonly log: string[];
  /** Token of the first admin, at the root unit. */
  readonly admin: string;
  http(): ReturnType<typeof request>;
  get(path: string, token?: string): Test;
  /** A command with a fresh id unless one is given. */
  command(act: string, body: object, options?: { token?: string; id?: string }): Test;
  /** An account of its own, password changed; its token. */
  tokenFor(role: Role, unitId: string): Promise<string>;
  /** The position of the last event, as text; to see that nothing was written. */
  head(): Promise<string | undefined>;
  stop(): Promise<void>;
}

interface Options {
  readonly environment?: Readonly<Record<string, string>>;
  /** Left out: no views are kept. */
  readonly projector?: true;
}

/** The API in this process on a real PostgreSQL and a real event node over gRPC, both empty. */
export async function startApi({ environment = {}, projector }: Options = {}): Promise<ApiUnderTest> {
  const ends: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    return await startParts(environment, projector, ends, stop);
  } catch (error) {
    // What was started would keep the test run alive.
    await stop();
    throw error;
  }
}

async function startParts(
  environment: Readonly<Record<string, string>>,
  projector: true | undefined,
  ends: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<ApiUnderTest> {
  const database = await freshDatabase();
  ends.push(() => database.drop());
  const node = await startEventNode({ data: 'memory' });
  ends.push(() => node.stop());
  const dataSource = createReadStore(database.url);
  await migrate(dataSource);
  ends.push(() => dataSource.destroy());
  const store = connectEventStore(node.connectionString);
  // The client's dispose() now and then waits for a stream that will never say that it ended.
  ends.push(() => Promise.race([store.close(), delay(2_000, undefined, { ref: false })]));
  const masterKey = MasterKey.fromBase64(randomBytes(32).toString('base64'));
  const log: string[] = [];
  const write = (line: string): void => {
    log.push(line);
    // What a reply must not tell stands here.
    if (line.includes('"level":50')) process.stderr.write(line);
  };
  const logger = pino({ level: 'info' }, { write });
  const config = loadConfig(environment);
  const app = await createApi(config, { dataSource, eventStore: store, masterKey, logger });
  ends.push(() => app.close());
  if (projector) {
    const runner = await startProjector(database.url, store, masterKey);
    ends.push(() => runner.stop());
  }
  const http = () => request(app.getHttpServer());
  const admin = config.NCS_OIDC_ISSUER === undefined ? await firstAdminToken(http, dataSource) : '';
  await app.listen(0, '127.0.0.1');
  return {
    app,
    store,
    dataSource,
    masterKey,
    log,
    admin,
    http,
    get: (path, token = admin) => http().get(path).set('authorization', `Bearer ${token}`),
    command: (act, body, { token = admin, id: commandId = randomUUID() } = {}) =>
      http()
        .post(`/api/commands/${act}`)
        .set('authorization', `Bearer ${token}`)
        .set('idempotency-key', commandId)
        .send(body),
    tokenFor: (role, unitId) => tokenFor(http, dataSource, role, unitId),
    head: async () => {
      const head = await store.head();
      return head && formatPosition(head);
    },
    stop,
  };
}

async function startProjector(url: string, store: EventStore, masterKey: MasterKey) {
  const { runProjector } = await import('../../apps/projector/src/run-projector.js');
  const dataSource = createReadStore(url, { poolSize: 6 });
  await migrate(dataSource);
  const cipher = new PersonFieldCipher(new PersonKeyTable(dataSource, masterKey));
  const codec = new EventCodec(new EventRegistry(contexts.flatMap(({ events }) => [...events])), cipher);
  const views = contexts.flatMap((context) => [...context.views]);
  const runner = runProjector({ dataSource, store, codec, views, log: pino({ level: 'silent' }) });
  return {
    async stop() {
      await runner.stop();
      await dataSource.destroy();
    },
  };
}

type Http = () => ReturnType<typeof request>;

async function firstAdminToken(http: Http, dataSource: DataSource): Promise<string> {
  const { oneTimePassword, username } = (await ensureFirstAdmin(dataSource))!;
  return changedToken(http, username, oneTimePassword);
}

async function tokenFor(http: Http, dataSource: DataSource, role: Role, unitId: string): Promise<string> {
  const [admin] = await new Accounts(dataSource).list(1);
  const account = { id: randomUUID(), username: `u${randomBytes(8).toString('hex')}`, role, unitId };
  const created = await new Accounts(dataSource).create({ ...account, createdBy: admin!.id });
  return changedToken(http, account.username, created!.oneTimePassword);
}

async function changedToken(http: Http, username: string, password: string): Promise<string> {
  const first = await http().post('/api/auth/sign-in').send({ username, password });
  const reply = await http()
    .post('/api/auth/change-password')
    .set('authorization', `Bearer ${first.body.accessToken as string}`)
    .send({ password, newPassword: `${randomUUID()} đủ dài` });
  return (reply.body as { accessToken: string }).accessToken;
}

/** A province with two communes, each with a cell. */
export const units = {
  province: id('Bắc Kạn'),
  communeA: id('Quảng Khê'),
  communeB: id('Đồng Phúc'),
  cellA: id('Nà Lẻ'),
  cellB: id('Nà Phạ'),
};

export async function registerUnits(api: ApiUnderTest): Promise<string> {
  const { cellA, cellB, communeA, communeB, province } = units;
  const rows: [string, string, string, string][] = [
    [province, 'Tỉnh Bắc Kạn', 'province', rootUnitId],
    [communeA, 'Xã Quảng Khê', 'commune', province],
    [communeB, 'Xã Đồng Phúc', 'commune', province],
    [cellA, 'Chi bộ thôn Nà Lẻ', 'cell', communeA],
    [cellB, 'Chi bộ thôn Nà Phạ', 'cell', communeB],
  ];
  let position = '';
  for (const [unitId, name, level, parentId] of rows) {
    const reply = await api.command('register-unit', { unitId, name, level, parentId, effectiveAt: '2020-01-01' });
    position = expectOk(reply).body.position as string;
  }
  return position;
}

/** The whole answer in the failure message, not only its status. */
export function expectOk(reply: Response): Response {
  if (reply.status >= 300) throw new Error(`status ${reply.status}: ${reply.text}`);
  return reply;
}

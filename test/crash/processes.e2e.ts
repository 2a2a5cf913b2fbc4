import { contexts } from '#contexts';
import { AggregateStore, connectEventStore, EventCodec, type EventStore } from '#event-store';
import { derivedId, EventRegistry, rootUnitId, type AnyAct, type Command } from '#kernel';
import { validateBody } from '#platform';
import { CommandExecutor } from '#platform/commands';
import { createReadStore, migrate } from '#read-store';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { Supervised } from './support.js';

const id = (...parts: (string | number)[]) => derivedId('crash of processes', ...parts);
const acts = new Map(contexts.flatMap((context) => context.acts).map((act) => [act.name, act as AnyAct]));
const issues = 16;

/** Two projectors are killed in turn while every issue is split: each part is opened, and opened once. */
describe('processes, killed', () => {
  let folder: string;
  let database: FreshDatabase;
  let node: Supervised;
  let projectors: Supervised[];
  let dataSource: DataSource;
  let store: EventStore;
  let executor: CommandExecutor;
  let commands = 0;

  async function carryOut(name: string, body: object): Promise<void> {
    const act = acts.get(name)!;
    const commandId = id('command', commands++);
    const actor = { subject: id('actor'), role: 'admin', unitId: rootUnitId } as const;
    const common = { commandId, correlationId: commandId, causationId: commandId, actor };
    const command = validateBody<Command>(act.command as new () => Command, body);
    await executor.execute(
      act,
      Object.assign(command, { envelope: { ...common, receivedAt: new Date().toISOString() } }),
    );
  }

  const openings = async (part: string): Promise<number> => {
    let count = 0;
    for await (const _ of store.readStream(`issue-${part}`)) count++;
    return count;
  };

  const openedOf = async (parts: readonly string[]): Promise<number> =>
    (await Promise.all(parts.map(openings))).filter((count) => count > 0).length;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncs-crash-processes-'));
    database = await freshDatabase();
    node = await Supervised.eventNode(join(folder, 'events'));
    dataSource = createReadStore(database.url);
    await migrate(dataSource);
    store = connectEventStore(node.connectionString);
    const openly = (_: unknown, data: object) => Promise.resolve(data as never);
    const registry = new EventRegistry(contexts.flatMap(({ events }) => [...events]));
    const aggregates = new AggregateStore(store, new EventCodec(registry, { seal: openly, open: openly }));
    executor = new CommandExecutor(aggregates, { contains: () => Promise.resolve(true) }, (text) => text);
    const env = {
      ...{ NCS_DATABASE: database.url, NCS_EVENTSTORE: node.connectionString },
      NCS_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    };
    projectors = await Promise.all([Supervised.projector(env), Supervised.projector(env)]);
    // The processes must have met an empty store: what came before them has no outward effect.
    const all = contexts.flatMap(({ processes = [] }) => [...processes]);
    await until(async () => (await dataSource.query<unknown[]>('SELECT 1 FROM process')).length === all.length);
  }, 90_000);

  afterAll(async () => {
    await Promise.all(projectors?.map((projector) => projector.stop()) ?? []);
    await store.close();
    await node.stop();
    await dataSource.destroy();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('carry out each command once', async () => {
    const unitId = id('commune');
    const unit = { unitId, name: 'Xã An Thủy', level: 'commune', effectiveAt: '2000-01-01' };
    await carryOut('register-unit', { unitId: id('province'), name: 'Tỉnh', level: 'province', parentId: rootUnitId });
    await carryOut('register-unit', { ...unit, parentId: id('province') });
    const common = { unitId, kind: 'recommendation', category: 'land', title: 'Đường', raisedOn: '2024-08-01' };
    for (let n = 0; n < issues; n++) {
      const parts = [0, 1].map((part) => ({ issueId: id('part', n, part), title: 'Phần', category: 'land' }));
      await carryOut('raise-issue', { ...common, issueId: id('issue', n) });
      await carryOut('split-issue', { issueId: id('issue', n), parts, reason: 'Hai nội dung' });
      if (n % 6 === 5) await projectors[Math.floor(n / 6) % 2]!.killAndRestart();
    }
    const all = Array.from({ length: issues * 2 }, (_, each) => id('part', each >> 1, each % 2));
    await until(async () => (await openedOf(all)) === all.length);
    await until(
      async () =>
        (await dataSource.query<unknown[]>('SELECT 1 FROM process_command WHERE due_at <= now()')).length === 0,
    );
    expect(await Promise.all(all.map(openings))).toEqual(all.map(() => 1));
  }, 120_000);
});

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within 60 s: ${condition.toString()}`);
    await new Promise((again) => setTimeout(again, 50));
  }
}

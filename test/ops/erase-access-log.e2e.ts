import { contexts } from '#contexts';
import { startEventNode, type EventNode } from '#event-node';
import { AggregateStore, connectEventStore, EventCodec, type EventStore } from '#event-store';
import { derivedId, erased, EventRegistry, findChainFault, rootUnitId, type AnyAct } from '#kernel';
import { createLogger, loadConfig, validateBody } from '#platform';
import { CommandExecutor } from '#platform/commands';
import { MasterKey, PersonFieldCipher, PersonKeyDestroyedError, PersonKeyTable } from '#privacy';
import { awaitPosition, rebuild, type ProjectionRunner } from '#projections';
import { createReadStore, migrate } from '#read-store';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import { Command } from 'commander';
import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { registerEraseAccessLog } from '../../apps/ops/src/commands/erase-access-log.js';
import type { OpsContext } from '../../apps/ops/src/ops-context.js';
import { runProjector } from '../../apps/projector/src/run-projector.js';

const id = (name: string) => derivedId('erase of the access log', name);
const recordReads = contexts.flatMap(({ acts }) => acts).find(({ name }) => name === 'record-reads') as AnyAct;
const views = contexts.flatMap((context) => context.views).filter(({ name }) => name === 'access_log');
const silent = createLogger({ level: 'silent', name: 'spec' });

/** Who looked at what in May goes with the key of May; June stays, and the history verifies. */
describe('ops erase-access-log', () => {
  let database: FreshDatabase;
  let node: EventNode;
  let store: EventStore;
  let dataSource: DataSource;
  let master: MasterKey;
  let runner: ProjectionRunner;
  const registry = new EventRegistry(contexts.flatMap(({ events }) => [...events]));
  /** As a process that starts now has it. */
  const freshCodec = () => new EventCodec(registry, new PersonFieldCipher(new PersonKeyTable(dataSource, master)));

  async function looked(day: string, looks: number): Promise<void> {
    const commandId = id(`command of ${day} ${looks}`);
    const common = { commandId, correlationId: commandId, causationId: commandId };
    const actor = { subject: id('journal'), role: 'system', unitId: rootUnitId } as const;
    const at = `${day}T02:00:00.000Z`;
    const read = { at, what: '/api/views/turnout', ids: [id('asked about')], form: 'page', status: 200 };
    const body = { day, reader: id('reader'), readerScope: rootUnitId, reads: Array(looks).fill(read) };
    const command = validateBody(recordReads.command as never, body) as object;
    const executor = new CommandExecutor(
      new AggregateStore(store, freshCodec()),
      { contains: () => Promise.resolve(true) },
      (text) => text,
    );
    await executor.execute(
      recordReads,
      Object.assign(command, { envelope: { ...common, actor, receivedAt: at } }) as never,
    );
    expect(await awaitPosition(dataSource, (await store.head())!, 20_000)).toBe(true);
  }

  async function erase(before: string): Promise<string> {
    const context: OpsContext = {
      ...{ config: loadConfig({}), dataSource, store, codec: freshCodec(), digest: (text) => text },
      close: () => Promise.resolve(),
    };
    const program = new Command();
    registerEraseAccessLog(program, () => Promise.resolve(context));
    const printed: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text) => printed.push(String(text)) > 0;
    try {
      await program.parseAsync(['erase-access-log', '--before', before], { from: 'user' });
    } finally {
      process.stdout.write = write;
    }
    return printed.join('');
  }

  /** Looks by day, in one of the tables of the view. */
  const looksIn = async (table: string) =>
    Object.fromEntries(
      (
        await dataSource.query<{ day: string; looks: number }[]>(
          `SELECT substr(stream, 8, 10) AS day, count(*)::integer AS looks FROM ${table} GROUP BY 1 ORDER BY 1`,
        )
      ).map(({ day, looks }) => [day, looks]),
    );
  const decode = async (day: string) => {
    const codec = freshCodec();
    const events = [];
    for await (const stored of store.readStream(`access-${day}-${id('reader')}`))
      events.push(await codec.decode(stored));
    return events.map(({ data }) => (data as { reads: unknown }).reads);
  };

  beforeAll(async () => {
    database = await freshDatabase();
    node = await startEventNode({ data: 'memory' });
    store = connectEventStore(node.connectionString);
    dataSource = createReadStore(database.url, { poolSize: 8 });
    await migrate(dataSource);
    master = MasterKey.fromBase64(randomBytes(32).toString('base64'));
    runner = runProjector({ dataSource, store, codec: freshCodec(), views, log: silent });
  });
  afterAll(async () => {
    await runner.stop();
    await store.close();
    await node.stop();
    await dataSource.destroy();
    await database.drop();
  });

  it('takes the looks of older months away for good, those of the kept table too', async () => {
    await looked('2024-05-30', 2);
    await looked('2024-05-31', 1);
    await looked('2024-06-01', 3);
    // A table from before the last switch is kept as a way back.
    const decodeNow = freshCodec();
    await rebuild({ dataSource, store, log: silent, decode: decodeNow.decode.bind(decodeNow) }, views);
    const all = { '2024-05-30': 2, '2024-05-31': 1, '2024-06-01': 3 };
    expect(await looksIn('live.access_log')).toEqual(all);
    const kept = await dataSource.query<{ name: string }[]>(
      `SELECT table_name AS name FROM projection_build WHERE state = 'previous'`,
    );
    expect(kept).toHaveLength(1);
    expect(await looksIn(`views."${kept[0]!.name}"`)).toEqual(all);

    expect(await erase('2024-06')).toBe('1 tháng / months, 3 dòng / rows\n');
    for (const table of ['live.access_log', `views."${kept[0]!.name}"`]) {
      expect(await looksIn(table)).toEqual({ '2024-06-01': 3 });
    }
    expect(await decode('2024-05-31')).toEqual([erased]);
    expect(await decode('2024-06-01')).toEqual([Array(3).fill(expect.objectContaining({ form: 'page' }))]);
    const stored = [];
    for await (const event of store.readStream(`access-2024-05-31-${id('reader')}`)) stored.push(event);
    expect(findChainFault(stored)).toBeUndefined();
    expect(await erase('2024-06')).toBe('0 tháng / months, 0 dòng / rows\n');
  });

  it('brings nothing back with a rebuild, and takes no late look of an erased month', async () => {
    const codec = freshCodec();
    await rebuild({ dataSource, store, log: silent, decode: codec.decode.bind(codec) }, views);
    expect(await looksIn('live.access_log')).toEqual({ '2024-06-01': 3 });
    await expect(looked('2024-05-31', 5)).rejects.toThrow(PersonKeyDestroyedError);
  });
});

import { startEventNode, type EventNode } from '#event-node';
import { AggregateStore, connectEventStore, EventCodec, type EventStore } from '#event-store';
import { act, aggregate, Command, derivedId, DomainError, event, EventRegistry, rootUnitId, shape } from '#kernel';
import { CommandExecutor } from '#platform/commands';
import { createReadStore, migrate } from '#read-store';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { actorOf, type Submit } from './dispatcher.js';
import { LetterRefusedError, type Letter } from './outbox.js';
import { process } from './process.js';
import { ProcessRunner } from './process-runner.js';

const asked = event('spec.Asked', shape<{ id: string; dueAt: string | null }>());
const settled = event('spec.Settled', shape<{ id: string }>());
const reminded = event('spec.Reminded', shape<{ id: string; count: number }>());
const question = aggregate({
  name: 'question',
  events: [asked, settled, reminded],
  initialState: 0,
  evolve: (count: number, { type }) => (type === reminded.type ? count + 1 : count),
});

class OnQuestion extends Command {
  id!: string;
  dueAt?: string;
}
const common = { command: OnQuestion, aggregate: question, id: ({ id }: OnQuestion) => id, unit: () => rootUnitId };
const summary = { vi: 'thử', en: 'spec' };
const acts = [
  act({ ...common, summary, name: 'ask', roles: [], decide: ({ id, dueAt }) => [asked({ id, dueAt: dueAt ?? null })] }),
  act({ ...common, summary, name: 'settle', roles: [], decide: ({ id }) => [settled({ id })] }),
  act({
    ...common,
    summary,
    name: 'remind',
    roles: [],
    decide: ({ id }, count) => [reminded({ id, count: count + 1 })],
  }),
];

/** Answers each question with a letter; reminds at once of those without a day, of the others when they are due. */
const reminders = process('spec-reminders')
  .on(asked, ({ data: { id, dueAt } }, out) => {
    if (dueAt === null) out.command('remind', { id });
    else out.deadline(id, dueAt, 'remind', { id });
    out.message({ recipientId: id, about: id, unitId: rootUnitId, subject: 'Câu hỏi', body: id });
  })
  .on(settled, ({ data: { id } }, out) => out.clear(id));

const id = (name: string | number) => derivedId('spec', name);
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('processes', () => {
  let folder: string;
  let node: EventNode;
  let store: EventStore;
  let database: FreshDatabase;
  let dataSource: DataSource;
  let executor: CommandExecutor;
  let codec: EventCodec;
  let now = new Date('2024-08-29T02:00:00Z');
  const runners: ProcessRunner[] = [];
  const letters: (Letter & { readonly to: string })[] = [];
  let failing: Error | undefined;

  const submit = (name: string, body: unknown, submission: Parameters<Submit>[2]) => {
    const of = acts.find((each) => each.name === name)!;
    const envelope = { ...submission, receivedAt: now.toISOString() };
    return executor.execute(of, Object.assign(new of.command(), body, { envelope }));
  };
  let commands = 0;
  const tell = (name: string, body: object) => {
    const commandId = id(`command ${commands++}`);
    return submit(name, body, { commandId, correlationId: commandId, causationId: commandId, actor: actorOf('spec') });
  };

  function run(overrides: { readonly submit?: Submit } = {}): ProcessRunner {
    const runner = new ProcessRunner({
      ...{ dataSource, store, decode: codec.decode.bind(codec), processes: [reminders], log: silent, pollMs: 20 },
      submit,
      now: () => now,
      outbox: {
        addressOf: (recipient) => Promise.resolve(recipient === id('nobody') ? undefined : `${recipient}@vi.vn`),
        channel: {
          send: (letter, to) => {
            if (failing) return Promise.reject(failing);
            letters.push({ ...letter, to });
            return Promise.resolve();
          },
        },
      },
      ...overrides,
    });
    runners.push(runner);
    runner.start();
    return runner;
  }
  const stopAll = () => Promise.all(runners.splice(0).map((runner) => runner.stop()));
  const counted = async (of: string) => {
    let count = 0;
    for await (const { type } of store.readStream(`question-${of}`)) if (type === reminded.type) count++;
    return count;
  };
  const rows = (sql: string) => dataSource.query<Record<string, unknown>[]>(sql);
  async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (!(await condition())) {
      if (Date.now() > deadline) throw new Error(`not within 20 s: ${condition.toString()}`);
      await new Promise((again) => setTimeout(again, 10));
    }
  }
  const nothingWaits = async () =>
    (await dataSource.query<unknown[]>('SELECT 1 FROM process_command WHERE aside_at IS NULL AND due_at <= $1', [now]))
      .length === 0;
  /** Everything told so far was reacted to. */
  const followed = async () => {
    const { position } = await tell('settle', { id: id(`mark ${commands}`) });
    await until(async () => {
      const [row] = await rows('SELECT commit_position AS at FROM process');
      return row !== undefined && row['at'] !== null && BigInt(row['at'] as string) >= position!.commit;
    });
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncs-processes-'));
    node = await startEventNode({ data: join(folder, 'events') });
    store = connectEventStore(node.connectionString);
    database = await freshDatabase();
    dataSource = createReadStore(database.url, { poolSize: 12 });
    await migrate(dataSource);
    const openly = { seal: (_: unknown, data: object) => Promise.resolve(data as never) };
    codec = new EventCodec(new EventRegistry(question.events), { ...openly, open: openly.seal });
    const everywhere = { contains: () => Promise.resolve(true) };
    executor = new CommandExecutor(new AggregateStore(store, codec), everywhere, (text) => text);
  });
  afterAll(async () => {
    await stopAll();
    await store.close();
    await node.stop();
    await dataSource.destroy();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('a history that is older than the process has no outward effect, but its deadlines ahead are kept', async () => {
    await tell('ask', { id: id('old') });
    await tell('ask', { id: id('old, ahead'), dueAt: '2024-09-10T00:00:00+07:00' });
    run();
    await followed();
    expect(await rows('SELECT key FROM process_command')).toEqual([{ key: id('old, ahead') }]);
    expect(await rows('SELECT 1 FROM outbox_message')).toEqual([]);
    expect(await counted(id('old'))).toBe(0);
  });

  it('a command follows an event, under the account of the process, caused by the event', async () => {
    await tell('ask', { id: id('now') });
    await until(async () => (await counted(id('now'))) === 1);
    const events = [];
    for await (const each of store.readStream(`question-${id('now')}`)) events.push(each);
    const [cause, effect] = events as [(typeof events)[0], (typeof events)[0]];
    expect(effect.metadata).toMatchObject({
      actor: actorOf('spec-reminders'),
      $causationId: cause.id,
      $correlationId: cause.metadata.$correlationId,
      commandId: derivedId('process', 'spec-reminders', cause.id, 0),
    });
    await until(() => letters.some(({ body }) => body === id('now')));
    await until(nothingWaits);
  });

  it('a deadline fires when its time has come, not before, and not once cleared', async () => {
    await tell('ask', { id: id('due'), dueAt: '2024-09-01T00:00:00+07:00' });
    await tell('ask', { id: id('cleared'), dueAt: '2024-09-01T00:00:00+07:00' });
    await tell('settle', { id: id('cleared') });
    await followed();
    now = new Date('2024-08-31T16:59:59Z');
    // A command that is due goes by while the deadline does not.
    await tell('ask', { id: id('meanwhile') });
    await until(async () => (await counted(id('meanwhile'))) === 1);
    expect(await counted(id('due'))).toBe(0);
    now = new Date('2024-08-31T17:00:00Z');
    await until(async () => (await counted(id('due'))) === 1);
    expect(await counted(id('cleared'))).toBe(0);
  });

  it('a worker that dies after a command and before it is struck off does it again: one effect', async () => {
    await stopAll();
    let deaths = 0;
    const dying: Submit = async (...call) => {
      await submit(...call);
      if (deaths++ < 3) throw new Error('killed');
    };
    run({ submit: dying });
    await tell('ask', { id: id('dying') });
    await followed();
    await until(async () => {
      // Past the pauses between the attempts.
      now = new Date(now.getTime() + 1_000);
      return deaths > 3 && (await nothingWaits());
    });
    expect(await counted(id('dying'))).toBe(1);
    await stopAll();
  });

  it('several of them side by side do each thing once, and others take over when one stops', async () => {
    const many = Array.from({ length: 60 }, (_, n) => id(`many ${n}`));
    const first = run();
    run();
    run();
    for (const each of many.slice(0, 30)) await tell('ask', { id: each });
    await first.stop();
    for (const each of many.slice(30)) await tell('ask', { id: each });
    await followed();
    await until(nothingWaits);
    expect(await Promise.all(many.map(counted))).toEqual(many.map(() => 1));
    await until(async () => (await rows('SELECT 1 FROM outbox_message WHERE sent_at IS NULL')).length === 0);
    expect(many.map((each) => letters.filter(({ body }) => body === each).length)).toEqual(many.map(() => 1));
    expect(runners.filter((runner) => runner.status().state === 'leading')).toHaveLength(1);
  });

  it('what a rule refuses stays to be seen', async () => {
    await stopAll();
    run({ submit: () => Promise.reject(new DomainError('spec.refused')) });
    await tell('ask', { id: id('refused') });
    await until(async () => (await rows('SELECT 1 FROM process_command WHERE aside_at IS NOT NULL')).length === 1);
    expect(await rows('SELECT act, last_error FROM process_command WHERE aside_at IS NOT NULL')).toEqual([
      { act: 'remind', last_error: 'spec.refused' },
    ]);
    await stopAll();
  });

  it('a letter is tried until it goes, is given up when refused, and its address is kept out of the table', async () => {
    const state = async (of: string) =>
      (
        await rows(
          `SELECT sent_at IS NOT NULL AS sent, given_up_at IS NOT NULL AS given_up, attempts, last_error
             FROM outbox_message WHERE about = '${of}'`,
        )
      )[0];
    run();
    failing = new Error(`451 <${id('later')}@vi.vn>: come back later`);
    await tell('ask', { id: id('later') });
    await until(async () => (await state(id('later')))?.['attempts'] === 1);
    expect(await state(id('later'))).toMatchObject({
      sent: false,
      given_up: false,
      last_error: '451 <…>: come back later',
    });
    failing = undefined;
    now = new Date(now.getTime() + 60_000);
    await until(async () => (await state(id('later')))!['sent'] === true);
    expect(letters.filter(({ body }) => body === id('later'))).toHaveLength(1);

    failing = new LetterRefusedError('550 no such mailbox');
    await tell('ask', { id: id('refused letter') });
    await until(async () => (await state(id('refused letter')))?.['given_up'] === true);
    failing = undefined;
    await tell('ask', { id: id('nobody') });
    await until(async () => (await state(id('nobody')))?.['last_error'] === 'no-address');
  });
});

import { startEventNode, type EventNode } from '#event-node';
import { connectEventStore, EventStoreUnavailableError, type EventStore, type StoredEvent } from '#event-store';
import { derivedId, DomainError, event, rootUnitId, shape, type EventMetadata, type JsonObject } from '#kernel';
import { connect, createReadStore, migrate } from '#read-store';
import { someActor, today } from '#testing';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { dismissAside, listAside, retryAside } from './aside-commands.js';
import type { Decision, Decisions } from './decisions.js';
import { defectAttempts, type Submit } from './dispatcher.js';
import { readProcessFigures } from './figures.js';
import { discardParkedByProcess, listParkedByProcesses, retryParkedByProcesses } from './parked.js';
import { process } from './process.js';
import { ProcessRunner } from './process-runner.js';

const told = event('spec.Told', shape<{ say: string }>());

const decided = event('spec.Decided', shape<{ process: string }>());
const decisions: Decisions = {
  types: [decided.type],
  of: ({ data, metadata }) => ({ ...(data as Decision), reason: 'Nhập nhầm', by: metadata.actor.subject }),
};

/** Defects of the code, as long as they are in. */
const faults = new Set<string>();

/** Sends a command and a letter for each event, and notes it. */
const speaker = process('spec-speaker').on(told, ({ data: { say }, stream }, out) => {
  if (faults.has(say)) throw new RangeError(`can not say ${say}`);
  out.note(stream, say, true);
  out.command('say', { say });
  // Not a UUID: PostgreSQL refuses it, this code does not.
  const recipientId = faults.has(`recipient of ${say}`) ? 'nobody' : derivedId('spec', say);
  out.message({ recipientId, about: derivedId('spec', say), unitId: rootUnitId, subject: say, body: say });
});
const counter = process('spec-counter').on(told, ({ data: { say }, stream }, out) => out.note(stream, say, true));
const processes = [speaker, counter];
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const metadataOf = (commandId: string): EventMetadata => ({
  ...{ $correlationId: commandId, $causationId: commandId, commandId, command: 'spec', commandDigest: '' },
  ...{ actor: someActor, recordedAt: `${today}T02:00:00.000Z`, effectiveAt: today, schemaVersion: 1 },
  chain: { previous: null, hash: '' },
});

describe('processes, when something goes wrong', () => {
  let folder: string;
  let node: EventNode;
  let store: EventStore;
  let database: FreshDatabase;
  let dataSource: DataSource;
  /** Of the runner; its connections are cut. */
  let cut: DataSource;
  let runner: ProcessRunner;
  let said: { readonly say: string; readonly commandId: string }[];
  const refusing = new Set<string>();
  /** What carrying out a saying throws. */
  const failing = new Map<string, Error>();
  /** Of the runner's clock. */
  let aheadMs = 0;
  let events = 0;
  const revisions = new Map<string, number>();

  const submit: Submit = (_act, body, { commandId }) => {
    const { say } = body as { say: string };
    if (refusing.has(say)) {
      const fields = [{ field: 'say', code: 'is-line', message: `not "${say}"` }];
      return Promise.reject(new DomainError('spec.refused', { limit: 3 }, 'field', fields));
    }
    const failure = failing.get(say);
    if (failure) return Promise.reject(failure);
    said.push({ say, commandId });
    return Promise.resolve();
  };
  const decode = (stored: StoredEvent) => {
    if (faults.has('reading')) throw new SyntaxError('can not read');
    return stored;
  };
  const options = () => ({ dataSource, store, decode, processes });

  function start(): void {
    runner = new ProcessRunner({
      ...options(),
      dataSource: cut,
      ...{ submit, decisions, log: silent },
      now: () => new Date(Date.now() + aheadMs),
      pollMs: 20,
    });
    runner.start();
  }
  async function tell(stream: string, ...sayings: string[]): Promise<void> {
    for (const say of sayings) {
      const id = derivedId('spec', 'event', events++);
      const data: JsonObject = { say };
      const revision = revisions.get(stream);
      await store.append(stream, [{ id, type: told.type, data, metadata: metadataOf(id) }], revision ?? 'no-stream');
      revisions.set(stream, (revision ?? -1) + 1);
    }
  }
  async function decide(decision: JsonObject): Promise<void> {
    const id = derivedId('spec', 'decision', events++);
    await store.append(id, [{ id, type: decided.type, data: decision, metadata: metadataOf(id) }], 'no-stream');
  }
  const rows = <Row>(sql: string) => dataSource.query<Row[]>(sql);
  /** What a process noted, `stream saying`. */
  const noted = async (of: string) =>
    (
      await rows<{ noted: string }>(
        `SELECT subject || ' ' || item AS noted FROM process_note WHERE process = '${of}' ORDER BY 1`,
      )
    ).map((row) => row.noted);
  const parked = async () =>
    (await listParkedByProcesses(dataSource)).map(
      (each) => `${each.process} ${each.stream}@${each.revision} ${each.errorClass} ${each.attempts}`,
    );
  const letters = async () =>
    (await rows<{ body: string }>('SELECT body FROM outbox_message ORDER BY body')).map(({ body }) => body);
  const sayings = () => said.map(({ say }) => say).sort();

  async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (!(await condition())) {
      if (Date.now() > deadline) {
        throw new Error(`not within 20 s: ${condition.toString()} ${JSON.stringify(runner.status())}`);
      }
      await new Promise((again) => setTimeout(again, 10));
    }
  }
  /** Both processes passed all that was told. */
  const followed = (of: readonly { readonly name: string }[] = processes) =>
    until(async () => {
      const head = (await store.head())!.commit;
      const at = await rows<{ name: string; at: string | null }>('SELECT name, commit_position AS at FROM process');
      return of.every(({ name }) => at.some((each) => each.name === name && BigInt(each.at ?? 0) >= head));
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncs-processes-parked-'));
    node = await startEventNode({ data: join(folder, 'events') });
    store = connectEventStore(node.connectionString);
    database = await freshDatabase();
    dataSource = createReadStore(database.url, { poolSize: 4 });
    await migrate(dataSource);
    cut = await connect(createReadStore(database.url, { poolSize: 6, applicationName: 'spec-cut' }));
    start();
    // What is older than a process has no outward effect.
    await until(async () => (await rows('SELECT 1 FROM process')).length === 2);
  });
  afterAll(async () => {
    await runner.stop();
    await store.close();
    await node.stop();
    await cut.destroy();
    await dataSource.destroy();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await dataSource.query('TRUNCATE process_parked, process_note, process_command, outbox_message');
    faults.clear();
    refusing.clear();
    failing.clear();
    said = [];
  });

  it('parks what a process can not take, and its stream behind it; the rest and the other process go on', async () => {
    faults.add('poison').add('recipient of letter');
    await tell('a-1', 'before', 'poison', 'behind');
    await tell('a-2', 'letter');
    await tell('a-3', 'beside');
    await followed();
    expect(await parked()).toEqual([
      'spec-speaker a-1@1 RangeError 1',
      'spec-speaker a-1@2 waiting 0',
      'spec-speaker a-2@0 SQL 22P02 1',
    ]);
    expect(await noted('spec-speaker')).toEqual(['a-1 before', 'a-3 beside']);
    expect(await noted('spec-counter')).toEqual(['a-1 before', 'a-1 behind', 'a-1 poison', 'a-2 letter', 'a-3 beside']);
    await until(() => sayings().length === 2);
    expect(sayings()).toEqual(['before', 'beside']);
    expect(await letters()).toEqual(['before', 'beside']);
    expect(runner.status()).toMatchObject({ state: 'leading', failing: {} });
    expect(await readProcessFigures(dataSource)).toMatchObject([
      { process: 'spec-counter', parked: 0, waiting: 0, oldestParkedAt: null },
      { process: 'spec-speaker', parked: 2, waiting: 1, oldestParkedAt: expect.any(Date) as Date },
    ]);
  });

  it('takes parked events once the code is mended, in order, also after a restart; a stream goes on behind them', async () => {
    faults.add('first fault').add('third fault');
    await tell('b-1', 'first fault', 'second', 'third fault', 'fourth');
    await followed();
    await runner.stop();
    // Mended in part: up to the next that fails.
    faults.delete('first fault');
    expect(await retryParkedByProcesses(options(), { process: 'spec-speaker' })).toEqual([
      { process: 'spec-speaker', stream: 'b-1', applied: 2, left: 2 },
    ]);
    expect(await parked()).toEqual(['spec-speaker b-1@2 RangeError 1', 'spec-speaker b-1@3 waiting 0']);
    expect(await retryParkedByProcesses(options())).toMatchObject([{ applied: 0, left: 2 }]);
    start();
    // The stream still waits for the one that is parked.
    await tell('b-1', 'fifth');
    await followed();
    expect(await parked()).toEqual([
      'spec-speaker b-1@2 RangeError 2',
      'spec-speaker b-1@3 waiting 0',
      'spec-speaker b-1@4 waiting 0',
    ]);
    faults.clear();
    expect(await retryParkedByProcesses(options(), { stream: 'b-1' })).toMatchObject([{ applied: 3, left: 0 }]);
    await tell('b-1', 'sixth');
    await followed();
    expect(await parked()).toEqual([]);
    const all = ['fifth', 'first fault', 'fourth', 'second', 'sixth', 'third fault'];
    await until(() => said.length === 6);
    expect(sayings()).toEqual(all);
    expect(await letters()).toEqual(all);
  });

  it('never reacts to a discarded event, and takes what waited', async () => {
    faults.add('never');
    await tell('c-1', 'never', 'after never');
    await followed();
    const event = { process: 'spec-speaker', stream: 'c-1', revision: 0 };
    // What merely waits is taken in its turn, and is no case for a decision.
    expect(await discardParkedByProcess(options(), { ...event, revision: 1 })).toBeUndefined();
    expect(await discardParkedByProcess(options(), event)).toEqual({
      ...{ process: 'spec-speaker', stream: 'c-1', applied: 2, left: 0 },
    });
    await until(() => said.length === 1);
    expect(sayings()).toEqual(['after never']);
    expect(await parked()).toEqual([]);
    expect(await discardParkedByProcess(options(), event)).toBeUndefined();
  });

  it('carries out decisions that are events: by the process that they are about, once, in their place', async () => {
    faults.add('never');
    refusing.add('loud');
    await tell('k-1', 'never', 'after never', 'loud');
    await followed();
    await decide({ process: 'spec-counter', stream: 'k-1', revision: 0 });
    await followed();
    expect((await parked()).length).toBe(3);
    const discarded = { process: 'spec-speaker', stream: 'k-1', revision: 0 };
    await decide(discarded);
    await decide(discarded);
    await tell('k-1', 'later');
    await followed();
    expect(await parked()).toEqual([]);
    await until(async () => (await listAside(dataSource, 'refused')).length === 1);
    await until(() => said.length === 2);
    expect(sayings()).toEqual(['after never', 'later']);
    const { commandId } = (await listAside(dataSource, 'refused'))[0]!;
    await decide({ process: 'spec-speaker', commandId });
    await followed();
    expect(await listAside(dataSource, 'refused', { dismissed: true })).toMatchObject([
      { commandId, dismissedBy: someActor.subject, dismissedBecause: 'Nhập nhầm' },
    ]);
  });

  it('parks what can not be read, for each process that wants it', async () => {
    faults.add('reading');
    await tell('d-1', 'unread');
    await followed();
    expect(await parked()).toEqual(['spec-counter d-1@0 SyntaxError 1', 'spec-speaker d-1@0 SyntaxError 1']);
    faults.clear();
    expect(await retryParkedByProcesses(options())).toMatchObject([{ applied: 1 }, { applied: 1 }]);
    await until(() => said.length === 1);
  });

  it('a process that fails otherwise stops alone, says so, and goes on when that is over', async () => {
    // Neither the data of an event nor an outage: nothing that may be parked.
    await dataSource.query(`
      CREATE FUNCTION spec_fault() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''a fault''; END';
      CREATE TRIGGER spec_fault BEFORE UPDATE ON process FOR EACH ROW WHEN (new.name = 'spec-speaker')
        EXECUTE FUNCTION spec_fault()`);
    await tell('e-1', 'held up');
    await followed([counter]);
    await until(() => 'spec-speaker' in runner.status().failing);
    await tell('e-1', 'held up too');
    await followed([counter]);
    expect(await noted('spec-counter')).toEqual(['e-1 held up', 'e-1 held up too']);
    expect(runner.status()).toMatchObject({ state: 'leading', failing: { 'spec-speaker': 'SQL P0001: a fault' } });
    expect(await parked()).toEqual([]);
    await dataSource.query('DROP FUNCTION spec_fault CASCADE');
    await followed();
    await until(() => said.length === 2);
    expect(await noted('spec-speaker')).toEqual(['e-1 held up', 'e-1 held up too']);
    expect(runner.status().failing).toEqual({});
  });

  it('parks nothing while database or event store are away, and goes on', async () => {
    const { port } = node;
    await node.stop();
    await until(() => runner.status().state === 'failing');
    node = await startEventNode({ data: join(folder, 'events'), port });
    await until(() => store.head().then(Boolean, () => false));
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'spec-cut'`;
    const many = Array.from({ length: 30 }, (_, n) => `through ${n}`);
    for (const [n, say] of many.entries()) {
      await tell(`f-${n % 3}`, say);
      if (n % 10 === 9) await dataSource.query(kill);
    }
    await followed();
    expect(await parked()).toEqual([]);
    await until(() => new Set(sayings()).size === 30);
    expect((await letters()).length).toBe(30);
  });

  it('what a rule refused is listed, and sent again under its id, until it goes through', async () => {
    refusing.add('loud');
    await tell('g-1', 'loud', 'soft');
    await until(async () => (await listAside(dataSource, 'refused')).length === 1);
    const { commandId } = (await listAside(dataSource, 'refused'))[0]!;
    expect(await listAside(dataSource, 'refused', { process: 'spec-speaker' })).toMatchObject([
      {
        ...{ process: 'spec-speaker', act: 'say', body: { say: 'loud' }, lastError: 'spec.refused', attempts: 1 },
        refusal: { details: { limit: 3 }, fields: [{ field: 'say', code: 'is-line' }] },
      },
    ]);
    expect(await retryAside(dataSource, commandId)).toBe(true);
    await until(async () => (await listAside(dataSource, 'refused'))[0]?.attempts === 2);
    await runner.stop();
    refusing.clear();
    expect(await retryAside(dataSource, commandId)).toBe(true);
    expect(await readProcessFigures(dataSource)).toMatchObject([{}, { refused: 0, retrying: 1 }]);
    start();
    await until(async () => (await rows('SELECT 1 FROM process_command')).length === 0);
    expect(said.filter(({ say }) => say === 'loud')).toEqual([{ say: 'loud', commandId }]);
    expect(await retryAside(dataSource, commandId)).toBe(false);
  });

  it('what somebody dismissed is kept with who and why, and never sent', async () => {
    refusing.add('loud').add('shrill');
    await tell('h-1', 'loud', 'shrill');
    await until(async () => (await listAside(dataSource, 'refused')).length === 2);
    expect(await readProcessFigures(dataSource)).toMatchObject([
      { refused: 0 },
      { refused: 2, oldestRefusedAt: expect.any(Date) as Date },
    ]);
    const { commandId } = (await listAside(dataSource, 'refused'))[0]!;
    const because = { reason: 'Đã làm trên giấy', by: 'an operator' };
    expect(await dismissAside(dataSource, commandId, because)).toBe(true);
    expect(await dismissAside(dataSource, commandId, { ...because, by: 'another' })).toBe(false);
    refusing.clear();
    expect(await retryAside(dataSource, commandId)).toBe(false);
    expect(await listAside(dataSource, 'refused')).toHaveLength(1);
    expect(await readProcessFigures(dataSource)).toMatchObject([{}, { refused: 1 }]);
    expect(await listAside(dataSource, 'refused', { dismissed: true })).toMatchObject([
      { commandId, dismissedBy: 'an operator', dismissedBecause: 'Đã làm trên giấy' },
    ]);
    expect(said).toEqual([]);
  });

  /** Attempts at the command of a saying, with no pause between them. */
  const triedUntil = (say: string, attempts: number) =>
    until(async () => {
      aheadMs += 20_000;
      const [row] = await rows<{ attempts: number }>(
        `SELECT attempts FROM process_command WHERE body = '{"say": "${say}"}'`,
      );
      return row !== undefined && row.attempts >= attempts;
    });

  it('a command that fails by a defect is parked after some attempts, and goes through once that is mended', async () => {
    failing.set('broken', new RangeError('can not carry out \u0000'));
    await tell('i-1', 'broken', 'whole');
    await triedUntil('broken', 2);
    expect(await readProcessFigures(dataSource)).toMatchObject([{}, { parkedCommands: 0, retrying: 1 }]);
    await triedUntil('broken', defectAttempts);
    expect(sayings()).toEqual(['whole']);
    expect(await readProcessFigures(dataSource)).toMatchObject([
      { parkedCommands: 0, oldestParkedAt: null },
      { parked: 0, parkedCommands: 1, oldestParkedAt: expect.any(Date) as Date, refused: 0, retrying: 0 },
    ]);
    const [parkedCommand] = await listAside(dataSource, 'parked');
    expect(parkedCommand).toMatchObject({
      ...{ process: 'spec-speaker', act: 'say', attempts: defectAttempts, refusal: null },
      ...{ errorClass: 'RangeError', lastError: 'can not carry out  ' },
    });
    expect(await listAside(dataSource, 'refused')).toEqual([]);
    const { commandId } = parkedCommand!;
    // Not mended: all its attempts again.
    expect(await retryAside(dataSource, commandId)).toBe(true);
    await triedUntil('broken', 2 * defectAttempts);
    expect(await listAside(dataSource, 'parked')).toHaveLength(1);
    failing.clear();
    expect(await retryAside(dataSource, commandId)).toBe(true);
    await until(() => said.length === 2);
    expect(said).toContainEqual({ say: 'broken', commandId });
    await until(async () => (await rows('SELECT 1 FROM process_command')).length === 0);
  });

  it('a command that meets an outage, or many writers, is tried for as long as that lasts', async () => {
    failing.set('away', new EventStoreUnavailableError('event store: away'));
    failing.set('crowded', new DomainError('command.contended'));
    await tell('j-1', 'away', 'crowded');
    await triedUntil('away', defectAttempts + 2);
    await triedUntil('crowded', defectAttempts + 2);
    expect(await readProcessFigures(dataSource)).toMatchObject([{}, { parkedCommands: 0, refused: 0, retrying: 2 }]);
    failing.clear();
    aheadMs += 20_000;
    await until(() => said.length === 2);
  });
});

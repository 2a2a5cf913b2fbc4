import { contexts } from '#contexts';
import { startEventNode, type EventNode } from '#event-node';
import { AggregateStore, connectEventStore, EventCodec, type EventStore, type StoredEvent } from '#event-store';
import { derivedId, EventRegistry, rootUnitId, type AnyAct, type Command as CommandBody } from '#kernel';
import { createLogger, loadConfig, validateBody } from '#platform';
import { CommandExecutor } from '#platform/commands';
import type { ProjectionRunner } from '#projections';
import { createReadStore, migrate } from '#read-store';
import { freshDatabase, type FreshDatabase } from '#testing/fixtures';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import type { DataSource } from 'typeorm';
import { Metrics } from '../../apps/api/src/metrics.js';
import { registerProcesses } from '../../apps/ops/src/commands/processes.js';
import type { OpsContext } from '../../apps/ops/src/ops-context.js';
import type { Health } from '../../apps/projector/src/health.controller.js';
import { ProjectorModule } from '../../apps/projector/src/projector.module.js';
import { runProcesses, type RunningProcesses } from '../../apps/projector/src/run-processes.js';
import { runProjector } from '../../apps/projector/src/run-projector.js';

const id = (...parts: (string | number)[]) => derivedId('ops of processes', ...parts);
const acts = new Map(contexts.flatMap((context) => context.acts).map((act) => [act.name, act as AnyAct]));
const decision = { number: '12-QĐ/TU', date: '2024-05-02', issuer: 'Tỉnh ủy' };
const units = Array.from({ length: 10 }, (_, n) => id('unit', n));
const [province, heir, first, otherHeir, second, thirdHeir, third, lastHeir, fourth, fifth] = units as [
  ...[string, string, string, string, string],
  ...[string, string, string, string, string],
];

/** Today's code with a defect: it can't read the mergers of some units. */
class FaultyCodec extends EventCodec {
  readonly faulty = new Set<string>();
  /** Nor anything of these streams. */
  readonly unreadable = new Set<string>();

  override decode(stored: StoredEvent) {
    if (this.unreadable.has(stored.stream)) throw new RangeError('another defect');
    if (stored.type === 'org-units.UnitsMerged' && this.faulty.has(stored.stream)) throw new RangeError('a defect');
    return super.decode(stored);
  }
}

/** The whole way of an operator: seen at the projector, mended, decided with `ops processes`. */
describe('ops processes', () => {
  let database: FreshDatabase;
  let node: EventNode;
  let store: EventStore;
  let dataSource: DataSource;
  let codec: FaultyCodec;
  let executor: CommandExecutor;
  let runner: ProjectionRunner;
  let processes: RunningProcesses;
  let app: NestFastifyApplication;
  let commands = 0;
  /** Of the processes' clock. */
  let aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);

  async function carryOut(name: string, body: object): Promise<void> {
    const act = acts.get(name)!;
    const commandId = id('command', commands++);
    const actor = { subject: id('actor'), role: 'admin', unitId: rootUnitId } as const;
    const envelope = { commandId, correlationId: commandId, causationId: commandId, actor };
    const command = validateBody<CommandBody>(act.command as new () => CommandBody, body);
    await executor.execute(
      act,
      Object.assign(command, { envelope: { ...envelope, receivedAt: new Date().toISOString() } }),
    );
  }

  /** What the command prints; rejects as it exits with 1. */
  async function ops(...args: string[]): Promise<string> {
    const context: OpsContext = {
      ...{ config: loadConfig({}), dataSource, store, codec, digest: (text) => text },
      close: () => Promise.resolve(),
    };
    const program = new Command();
    registerProcesses(program, () => Promise.resolve(context));
    const printed: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text) => printed.push(String(text)) > 0;
    try {
      await program.parseAsync(['processes', ...args], { from: 'user' });
    } finally {
      process.stdout.write = write;
    }
    return printed.join('');
  }

  const answer = (path: string) => app.inject({ method: 'GET', url: path });
  const health = async () => JSON.parse((await answer('/health')).body) as Health;
  async function until(condition: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 25_000;
    while (!(await condition())) {
      if (Date.now() > deadline) throw new Error(`not within 25 s: ${condition.toString()}`);
      await new Promise((again) => setTimeout(again, 20));
    }
  }
  /** Type, reason and what it is about, in the order of recording. */
  async function decisions(): Promise<unknown[]> {
    const found: unknown[] = [];
    for await (const { data, metadata, type } of store.readAll()) {
      if (!type.startsWith('operations.Process')) continue;
      const { act, stream } = data as { act?: string; stream?: string };
      found.push([type, metadata.reason, act ?? stream]);
    }
    return found;
  }
  const figuresOf = async (name: string) => (await health()).aside!.processes.find(({ process }) => process === name);

  beforeAll(async () => {
    database = await freshDatabase();
    node = await startEventNode({ data: 'memory' });
    store = connectEventStore(node.connectionString);
    dataSource = createReadStore(database.url, { poolSize: 12 });
    await migrate(dataSource);
    const openly = (_: unknown, data: object) => Promise.resolve(data as never);
    const cipher = { seal: openly, open: openly };
    const registry = new EventRegistry(contexts.flatMap(({ events }) => [...events]));
    codec = new FaultyCodec(registry, cipher);
    const everywhere = { contains: () => Promise.resolve(true) };
    executor = new CommandExecutor(new AggregateStore(store, new EventCodec(registry, cipher)), everywhere, (t) => t);
    const log = createLogger({ level: 'silent', name: 'spec' });
    const views = contexts.flatMap((context) => [...context.views]);
    runner = runProjector({ dataSource, store, codec, views, log });
    processes = await runProcesses({ dataSource, store, codec, log, now, digest: (text) => text });
    app = await NestFactory.create<NestFastifyApplication>(
      ProjectorModule.of(runner, processes, dataSource),
      new FastifyAdapter(),
      { logger: false },
    );
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const all = contexts.flatMap((context) => context.processes ?? []);
    await until(async () => (await dataSource.query<unknown[]>('SELECT 1 FROM process')).length === all.length);
    const unit = { level: 'commune', parentId: province, effectiveAt: '2000-01-01' };
    await carryOut('register-unit', {
      ...unit,
      unitId: province,
      name: 'Tỉnh',
      level: 'province',
      parentId: rootUnitId,
    });
    for (const unitId of units.slice(1)) await carryOut('register-unit', { ...unit, unitId, name: 'Xã' });
  }, 60_000);

  afterAll(async () => {
    await app?.close();
    await Promise.all([runner?.stop(), processes?.stop()]);
    await store.close();
    await node.stop();
    await dataSource.destroy();
    await database.drop();
  }, 60_000);

  it('shows what is parked, lets it be retried, and what a rule then refuses be retried and dismissed', async () => {
    const stream = `unit-${heir}`;
    codec.faulty.add(stream);
    await carryOut('merge-units', { unitId: heir, predecessorIds: [first], effectiveAt: '2024-07-01', decision });
    await until(async () => (await figuresOf('merged-units'))?.parked === 1);
    // Views could not read it either.
    await until(async () => (await health()).aside!.views.some(({ view }) => view === 'unit_successions'));
    expect((await answer('/health')).statusCode).toBe(200);
    const metrics = (await answer('/metrics')).body;
    expect(metrics).toContain('ncs_process_parked_events{process="merged-units"} 1\n');
    expect(metrics).toContain('ncs_process_parked_events{process="issue-deadlines"} 0\n');
    expect(metrics).toMatch(/^ncs_process_parked_oldest_seconds\{process="merged-units"\} (?!0$)/m);
    expect(metrics).toContain('ncs_projection_parked_events{view="unit_successions"} 1\n');
    expect(metrics).toContain('ncs_projection_parked_events{view="issue_register"} 0\n');
    expect(metrics).toMatch(/^ncs_projection_parked_oldest_seconds\{view="unit_successions"\} (?!0$)/m);
    expect(metrics).toContain('ncs_processes_healthy 1\n');
    // The api tells their sum, at the first scrape already.
    expect(await new Metrics(dataSource).text()).toMatch(/^ncs_projection_parked_events [1-9]/m);
    expect(await ops('parked', 'list')).toMatch(
      new RegExp(`merged-units ${stream}@1 org-units.UnitsMerged RangeError: a defect \\(attempts: 1\\)\n1 parked\n$`),
    );
    await expect(ops('parked', 'retry')).rejects.toThrow('some events failed again');

    // Meanwhile somebody closes the unit by hand, for another day than the merger says.
    await carryOut('close-unit', { unitId: first, closedOn: '2024-05-31', successorIds: [heir], decision });
    codec.faulty.clear();
    expect(await ops('parked', 'retry', '--process', 'merged-units')).toBe(
      `merged-units ${stream}: 1 applied, 0 left\n`,
    );
    await until(async () => (await figuresOf('merged-units'))?.refused === 1);
    expect((await answer('/metrics')).body).toContain('ncs_process_refused_commands{process="merged-units"} 1\n');
    const listed = await ops('refused', 'list');
    expect(listed).toContain('merged-units close-unit (Giải thể, kết thúc hoạt động đơn vị)');
    expect(listed).toContain(`unit-${first} of unit ${province}: org-unit.closed`);
    expect(listed).toContain('"closedOn":"2024-05-31"');
    const commandId = listed.slice(0, 36);
    await ops('refused', 'retry', commandId);
    await until(async () => {
      const [row] = await dataSource.query<{ attempts: number; aside_at: Date | null }[]>(
        `SELECT attempts, aside_at FROM process_command WHERE command_id = '${commandId}'`,
      );
      return row?.attempts === 2 && row.aside_at !== null;
    });
    await ops('refused', 'dismiss', commandId, '--reason', 'Đã giải thể trước');
    expect(await ops('refused', 'list')).toBe('0 refused\n');
    expect(await ops('refused', 'list', '--dismissed')).toMatch(
      /dismissed \S+ by .+: Đã giải thể trước\n1 dismissed\n$/,
    );
    await expect(ops('refused', 'retry', commandId)).rejects.toThrow('no command that waits');
    expect(await figuresOf('merged-units')).toBeUndefined();
  });

  it('lets an event be discarded, with a reason that is kept', async () => {
    const stream = `unit-${otherHeir}`;
    codec.faulty.add(stream);
    await carryOut('merge-units', { unitId: otherHeir, predecessorIds: [second], effectiveAt: '2024-07-01', decision });
    await until(async () => (await figuresOf('merged-units'))?.parked === 1);
    const discard = ['parked', 'discard', 'merged-units', `${stream}@1`, '--reason', 'Sáp nhập bị hủy'];
    expect(await ops(...discard)).toBe(`merged-units ${stream}@1: discarded, 0 left\n`);
    expect(await ops('parked', 'list')).toBe('0 parked\n');
    await expect(ops(...discard)).rejects.toThrow('has no event');
    expect(await decisions()).toEqual([
      ['operations.ProcessCommandDismissed', 'Đã giải thể trước', 'close-unit'],
      ['operations.ProcessEventDiscarded', 'Sáp nhập bị hủy', stream],
    ]);
  });

  it('carries out what an admin decides through the api', async () => {
    const stream = `unit-${thirdHeir}`;
    codec.faulty.add(stream);
    await carryOut('merge-units', { unitId: thirdHeir, predecessorIds: [third], effectiveAt: '2024-07-01', decision });
    await until(async () => (await figuresOf('merged-units'))?.parked === 1);
    const event = { process: 'merged-units', stream, revision: 1 };
    await carryOut('discard-process-event', { ...event, reason: 'Sáp nhập bị hủy' });
    await until(async () => (await figuresOf('merged-units')) === undefined);
    expect(await ops('parked', 'list')).toBe('0 parked\n');
  });

  it('shows commands that fail by a defect, lets them be retried, or discarded for good', async () => {
    const broken = [fourth, fifth].map((unitId) => `unit-${unitId}`);
    for (const stream of broken) codec.unreadable.add(stream);
    await carryOut('merge-units', {
      ...{ unitId: lastHeir, predecessorIds: [fourth, fifth], effectiveAt: '2024-07-01', decision },
    });
    await until(async () => (await figuresOf('merged-units'))?.retrying === 2);
    // How they come to their last attempt is told where processes live.
    await dataSource.query('UPDATE process_command SET attempts = 11, defects = 11 WHERE aside_at IS NULL');
    await until(async () => {
      aheadMs += 20_000;
      return (await figuresOf('merged-units'))?.parkedCommands === 2;
    });
    expect((await answer('/metrics')).body).toContain('ncs_process_parked_commands{process="merged-units"} 2\n');
    const listed = (await ops('parked', 'list', '--process', 'merged-units')).split('\n');
    expect(listed.at(-2)).toBe('2 parked');
    const idOf = (stream: string) => listed.find((line) => line.includes(stream))!.slice(0, 36);
    for (const stream of broken) {
      expect(listed.find((line) => line.includes(stream))).toContain(
        `${stream} of unit unknown: RangeError: another defect (attempts: 12)`,
      );
    }
    expect(await ops('refused', 'list')).toBe('0 refused\n');
    const discard = ['parked', 'discard', 'merged-units', idOf(broken[1]!), '--reason', 'Đóng bằng tay'];
    expect(await ops(...discard)).toContain('dismissed');
    await expect(ops(...discard)).rejects.toThrow('is no command that waits');
    expect((await decisions()).at(-1)).toEqual([
      ...['operations.ProcessCommandDismissed', 'Đóng bằng tay', 'close-unit'],
    ]);
    codec.unreadable.clear();
    expect(await ops('parked', 'retry')).toContain(`${idOf(broken[0]!)}: due again`);
    await until(async () => (await figuresOf('merged-units')) === undefined);
    const closed = (unitId: string) =>
      new AggregateStore(store, codec).state(acts.get('close-unit')!.aggregate, unitId) as Promise<{ status: string }>;
    expect([(await closed(fourth)).status, (await closed(fifth)).status]).toEqual(['closed', 'open']);
  }, 60_000);

  it('has every metric that the dashboard and the alerts ask for', async () => {
    const text = [(await answer('/metrics')).body, await new Metrics(dataSource).text()].join('\n');
    const known = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name));
    const asked = ['docker/grafana/dashboards/nam-co-so.json', 'docker/prometheus/alerts.yml']
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\b((?:ncs|process)_[a-z_]+)\b/g)])
      .map(([, name]) => name!.replace(/_(bucket|count|sum)$/, ''));
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
    // And whatever waits for a person is asked for.
    const ofProcesses = [...known].filter((name) => name!.startsWith('ncs_process_') && !name!.includes('oldest'));
    expect(ofProcesses.filter((name) => !asked.includes(name!))).toEqual(['ncs_process_due_commands']);
  });

  it('names what it does not know', async () => {
    await expect(ops('parked', 'list', '--process', 'merged')).rejects.toThrow('there is no process "merged"');
    await expect(ops('refused', 'retry', '1')).rejects.toThrow('"1" is no id of a command');
  });
});

import type { EventStore, EventToAppend } from '#event-store';
import { derivedId, type EventMetadata } from '#kernel';
import type { AnyView, Column, Row } from '#projections';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { DataSource } from 'typeorm';

/** A process of ours from `dist`, which the test kills and starts again. */
export class Supervised {
  private child: ChildProcess | undefined;
  private output = '';

  private constructor(
    private readonly entry: string,
    private readonly args: readonly string[],
    private readonly env: Readonly<Record<string, string>>,
    private readonly ready: RegExp,
    readonly connectionString: string,
  ) {}

  static async eventNode(data: string): Promise<Supervised> {
    const port = await freePort();
    const args = ['--port', String(port), '--data', data];
    const node = new Supervised('event-node', args, {}, /listening/, `esdb://127.0.0.1:${port}?tls=false`);
    await node.start();
    return node;
  }

  static async projector(env: Readonly<Record<string, string>>): Promise<Supervised> {
    // pino writes in blocks: whether it leads is seen in the database, not here.
    const projector = new Supervised('projector', [], env, /(?:)/, '');
    await projector.start();
    return projector;
  }

  /** Whether it answers is seen at its address. */
  static async api(env: Readonly<Record<string, string>>): Promise<Supervised> {
    const api = new Supervised('api', [], env, /(?:)/, '');
    await api.start();
    return api;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  async start(): Promise<void> {
    const main = `dist/apps/${this.entry}/src/main.js`;
    const env = { PATH: process.env['PATH'], ...this.env };
    const child = spawn(process.execPath, [main, ...this.args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    this.output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output = (this.output + text).slice(-4_000)));
    }
    while (!this.ready.test(this.output)) {
      if (child.exitCode !== null) throw new Error(`${this.entry} ended: ${this.output}`);
      await new Promise((again) => setTimeout(again, 20));
    }
  }

  /** @throws Error with its last words when it ended by itself */
  assertRuns(): void {
    if (this.hasEnded()) throw new Error(`${this.entry} ended: ${this.output}`);
  }

  async killAndRestart(): Promise<void> {
    await this.end('SIGKILL');
    await this.start();
  }

  async stop(): Promise<void> {
    if (this.hasEnded()) return;
    await this.end('SIGTERM');
  }

  private hasEnded(): boolean {
    return this.child?.exitCode !== null || this.child.signalCode !== null;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    this.assertRuns();
    const child = this.child!;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}

export function freePort(): Promise<number> {
  return new Promise((found, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => found(port));
    });
  });
}

const metadataOf = (commandId: string, unitId: string): EventMetadata => ({
  $correlationId: commandId,
  $causationId: commandId,
  commandId,
  command: 'crash-load',
  commandDigest: '',
  actor: { subject: derivedId('crash', 'actor'), role: 'office', unitId },
  recordedAt: new Date().toISOString(),
  effectiveAt: '2024-09-03',
  schemaVersion: 1,
  chain: { previous: null, hash: '' },
});

/** Meetings held and attended, about 200 events a second, until stopped; a lost append is repeated with the same ids. */
export function meetingLoad(store: EventStore, unitId: string, actorUnitId: string) {
  let isStopped = false;
  const load = { acknowledged: 0, stop };
  const working = work();
  return load;

  async function stop(): Promise<void> {
    isStopped = true;
    await working;
  }

  async function work(): Promise<void> {
    for (let n = 0; !isStopped; n++) {
      const meetingId = derivedId('crash', 'meeting', n);
      const cadreIds = [0, 1, 2].map((cadre) => derivedId('crash', 'cadre', (n + cadre) % 40));
      const common = { meetingId, unitId, kind: 'regular', heldOn: `2024-${month(n)}-03` };
      const held = { ...common, scheduledFor: null, durationMinutes: 90, expectedCadreIds: cadreIds };
      const marks = cadreIds.map((cadreId, cadre) => {
        return { ...common, cadreId, mark: cadre ? 'present' : 'absent', previousMark: null, wasExpected: true };
      });
      await append(`meeting-${meetingId}`, [
        toAppend(`${n}/held`, 'meetings.MeetingHeld', held),
        ...marks.map((mark, cadre) => toAppend(`${n}/${cadre}`, 'meetings.AttendanceRecorded', mark)),
      ]);
      await new Promise((go) => setTimeout(go, 15));
    }
  }

  function toAppend(name: string, type: string, data: EventToAppend['data']): EventToAppend {
    return { id: derivedId('crash', name), type, data, metadata: metadataOf(derivedId('crash', name), actorUnitId) };
  }

  async function append(stream: string, events: readonly EventToAppend[]): Promise<void> {
    for (;;) {
      try {
        await store.append(stream, events, 'no-stream');
        load.acknowledged += events.length;
        return;
      } catch (error) {
        if ((error as Error).name !== 'EventStoreUnavailableError') throw error;
        await new Promise((again) => setTimeout(again, 100));
      }
    }
  }
}

const month = (n: number): string => String((n % 12) + 1).padStart(2, '0');

/** Waits, a second at most, for a moment in which a projector is in the middle of a batch. @returns its process id */
export async function midBatch(dataSource: DataSource): Promise<number | undefined> {
  const deadline = Date.now() + 1_000;
  while (Date.now() < deadline) {
    const [row] = await dataSource.query<{ runner: string }[]>(
      `SELECT runner FROM projection_status WHERE EXISTS
         (SELECT FROM pg_stat_activity WHERE application_name = 'ncs-projector' AND state = 'idle in transaction')`,
    );
    if (row) return Number(row.runner.split('/')[1]);
  }
  return undefined;
}

/** Rows, as JSON, that only the table or only the fold holds. PostgreSQL itself brings both to one form. */
export async function differencesFromFold(
  dataSource: DataSource,
  view: AnyView,
  rows: readonly Row[],
): Promise<readonly unknown[]> {
  const columns = Object.entries<Column>(view.columns);
  const names = columns.map(([name]) => `"${snake(name)}"`).join(', ');
  const typed = columns.map(([name, { type }]) => `"${name}" ${type}`).join(', ');
  const renamed = columns.map(([name]) => `"${name}" AS "${snake(name)}"`).join(', ');
  return dataSource.query(
    `WITH stored AS (SELECT ${names} FROM live."${view.name}"),
          folded AS (SELECT ${renamed} FROM json_to_recordset($1::json) AS r(${typed}))
     (SELECT 'stored' AS only_in, to_jsonb(s) AS row FROM stored s EXCEPT ALL SELECT 'stored', to_jsonb(f) FROM folded f)
     UNION ALL
     (SELECT 'folded', to_jsonb(f) FROM folded f EXCEPT ALL SELECT 'folded', to_jsonb(s) FROM stored s)
     LIMIT 5`,
    [JSON.stringify(rows)],
  );
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

import { Client, withOwnPassword } from '../acceptance/client.js';
import { toldInMemory } from '../acceptance/told-in-memory.js';
import { contexts } from '#contexts';
import { connectEventStore, EventCodec } from '#event-store';
import {
  canonicalJson,
  derivedId,
  EventRegistry,
  parsePosition,
  type Actor,
  type JsonObject,
  type RecordedEvent,
} from '#kernel';
import { MasterKey, PersonFieldCipher, PersonKeyTable } from '#privacy';
import { awaitPosition, InMemoryTable, type AnyView, type Row } from '#projections';
import { connect, createReadStore } from '#read-store';
import { bacKan2024, loadScenario, stepsOf, type Progress, type Scenario } from '#scenarios';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { DataSource } from 'typeorm';
import { differencesFromFold, freePort } from './support.js';

const views: readonly AnyView[] = contexts.flatMap((context) => [...context.views]);

/** Bắc Kạn up to the meetings of September 2024, with some of the issues. */
function smallStory(): Scenario {
  const story = bacKan2024();
  const issues = story.phases.at(-1)!;
  const phases = story.phases.filter(
    ({ name }) => !name.en.includes('meetings of') || name.en === 'meetings of 2024-09',
  );
  return { ...story, phases: [...phases.slice(0, -1), { ...issues, chains: issues.chains.slice(0, 60) }] };
}

const app = (name: string): string => new URL(`../../dist/apps/${name}/src/main.js`, import.meta.url).pathname;

/** `npm start` with its children, in a folder of its own. */
class Standalone {
  private output = '';
  private child!: ChildProcess;

  private constructor(
    readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(folder: string): Promise<Standalone> {
    const standalone = new Standalone(folder, await freePort());
    await standalone.run();
    return standalone;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  private get env(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      NCS_DATA: this.folder,
      NCS_PORT: String(this.port),
      NCS_LOG_LEVEL: 'warn',
    };
  }

  private async run(): Promise<void> {
    const child = spawn(process.execPath, [app('standalone')], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        this.output += text;
      });
    }
    while (!said.includes('Ctrl-C')) {
      if (child.exitCode !== null) throw new Error(`standalone ended: ${said}`);
      await pause(50);
    }
  }

  /** SIGKILL to the supervisor itself; its children notice and end. Then started again, as a person would. */
  async killWhole(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
    for (const deadline = Date.now() + 60_000; ; await pause(200)) {
      try {
        return await this.run();
      } catch (error) {
        // Until the last child is gone, port and folder are in use and the start says so.
        if (Date.now() > deadline) throw error;
      }
    }
  }

  /** What `ops verify` says of the history; it ends with an error when anything is wrong. */
  async verify(): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [app('ops'), 'verify'], { env: this.env });
    return stdout;
  }

  get firstPassword(): string {
    return /one-time password: (\S+)/.exec(this.output)![1]!;
  }

  /** SIGKILL to a child that runs; one that was killed before and is not back yet is waited for. */
  async kill(name: string): Promise<void> {
    for (;;) {
      const pids = JSON.parse(await readFile(join(this.folder, 'processes.json'), 'utf8')) as Record<string, number>;
      try {
        process.kill(pids[name]!, 'SIGKILL');
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
        await pause(50);
      }
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }
}

/** Kills one process after the other while a story is loaded, each at a random moment of its own stretch. */
function killer(standalone: Standalone, victims: readonly string[]) {
  const kills: Promise<void>[] = [];
  const moments = victims.map((_, index) => (index + Math.random()) / victims.length);
  const onProgress = ({ done, total }: Progress): void => {
    while (kills.length < victims.length && done / total > moments[kills.length]!) {
      const victim = victims[kills.length]!;
      kills.push(victim === 'standalone' ? standalone.killWhole() : standalone.kill(victim));
    }
  };
  return { kills, onProgress };
}

interface Connections {
  readonly NCS_DATABASE: string;
  readonly NCS_EVENTSTORE: string;
}

async function recordedEvents(folder: string, dataSource: DataSource, url: string): Promise<RecordedEvent[]> {
  const store = connectEventStore(url);
  const master = await MasterKey.read(undefined, folder);
  const registry = new EventRegistry(contexts.flatMap(({ events }) => [...events]));
  const codec = new EventCodec(registry, new PersonFieldCipher(new PersonKeyTable(dataSource, master)));
  const events: RecordedEvent[] = [];
  for await (const stored of store.readAll()) events.push(await codec.decode(stored));
  await store.close();
  return events;
}

function folded(view: AnyView, events: readonly RecordedEvent[]): readonly Row[] {
  const table = new InMemoryTable(view);
  for (const event of events) table.apply(event);
  return table.all() as readonly Row[];
}

/**
 * What two loads of one story must agree in: all but when, at which place, and in which attempt it was recorded. Streams
 * one after another, as if each load had told them so.
 */
function comparable(events: readonly RecordedEvent[]): RecordedEvent[] {
  const inOrder = events.toSorted((a, b) => a.stream.localeCompare(b.stream) || a.revision - b.revision);
  return inOrder.map(({ data, metadata, revision, stream, type }, index) => {
    const place = BigInt(index);
    const recorded = { recordedAt: '2026-01-01T00:00:00.000Z', commandDigest: '', chain: { previous: null, hash: '' } };
    return {
      ...{ stream, revision, type, data, id: derivedId(stream, revision) },
      position: { commit: place, prepare: place },
      metadata: { ...metadata, ...recorded },
    };
  });
}

/** Rows of one and not of the other; a few tell what is wrong. */
function notIn(others: readonly Row[], rows: readonly Row[]): readonly string[] {
  const known = new Set(others.map((row) => canonicalJson(row as JsonObject)));
  return rows
    .map((row) => canonicalJson(row as JsonObject))
    .filter((text) => !known.has(text))
    .slice(0, 3);
}

describe('the demo load, its processes killed', () => {
  let folder: string;
  let standalone: Standalone;
  let dataSource: DataSource | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncs-demo-'));
    // As root, PostgreSQL runs as another user.
    await chmod(folder, 0o755);
    standalone = await Standalone.start(folder);
  }, 60_000);

  afterAll(async () => {
    await dataSource?.destroy();
    await standalone.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('ends with exactly the views of an undisturbed load', async () => {
    const story = smallStory();
    const { token } = await withOwnPassword(standalone.url, 'admin', standalone.firstPassword);
    const { kills, onProgress } = killer(standalone, [
      'event-node',
      'projector',
      'api',
      'standalone',
      'event-node',
      'projector',
    ]);
    const last = await loadScenario(story, { baseUrl: standalone.url, token: () => token, onProgress });
    await Promise.all(kills);
    expect(kills).toHaveLength(6);

    const connections = JSON.parse(await readFile(join(folder, 'connections.json'), 'utf8')) as Connections;
    dataSource = await connect(createReadStore(connections.NCS_DATABASE));
    expect(await awaitPosition(dataSource, parsePosition(last!)!, 60_000)).toBe(true);
    const events = await recordedEvents(folder, dataSource, connections.NCS_EVENTSTORE);
    expect(events).toHaveLength(stepsOf(story).length);

    const me = (await new Client(standalone.url, token).get('/api/me')).body as unknown as Actor;
    const { role, subject, unitId } = me;
    const told = comparable(events);
    const undisturbed = comparable(await toldInMemory(story, { role, subject, unitId }));
    for (const view of views) {
      const rows = folded(view, events);
      expect({ [view.name]: await differencesFromFold(dataSource, view, rows) }).toEqual({ [view.name]: [] });
      const [here, there] = [folded(view, told), folded(view, undisturbed)];
      const differences = {
        view: view.name,
        rows: here.length,
        missing: notIn(here, there),
        added: notIn(there, here),
      };
      expect(differences).toEqual({ view: view.name, rows: there.length, missing: [], added: [] });
    }
    expect(await dataSource.query('SELECT * FROM projection_parked')).toEqual([]);
    expect(await standalone.verify()).toContain('OK: nothing was altered');
  }, 240_000);
});

import type { EventStore } from '#event-store';
import { comparePositions, formatPosition, type Position } from '#kernel';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { Decode } from './apply-events.js';
import { advance, advanceWithin, fill } from './bulk-build.js';
import {
  Build,
  createBuild,
  deleteBuild,
  readBuilds,
  readGroup,
  reloadParked,
  setStep,
  type BuildRecord,
} from './builds.js';
import { goLive } from './go-live.js';
import { checkFits, loadLiveBuilds, prepareGroup } from './live-builds.js';
import { mainGroup } from './positions.js';
import type { RunnerLog } from './runner.js';
import { inTransaction, withClient } from './sql-client.js';
import { compareTables, digest, type Differences } from './verify.js';
import { shapeOf, ViewTable } from './view-table.js';
import type { AnyView } from './view.js';

/** The rebuild can not start: the message says what stands in the way. */
export class RebuildRefusedError extends Error {
  override readonly name = 'RebuildRefusedError';
}

export type RebuildStep = 'plan' | 'build' | 'catch-up' | 'index' | 'verify' | 'go-live';

export interface RebuildProgress {
  readonly step: RebuildStep;
  readonly views: readonly string[];
  /** Read since this call. */
  readonly events: number;
  readonly eventsPerSecond: number;
  /** 0 to 1, by position. */
  readonly done: number;
  readonly secondsLeft: number | undefined;
}

export interface RebuildOptions {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly decode: Decode;
  readonly group?: string;
  readonly log?: RunnerLog;
  readonly signal?: AbortSignal;
  /** Stops after the comparison and leaves nothing behind. */
  readonly dryRun?: boolean;
  /** Goes live even when rows differ from the live ones: the live ones are known to be wrong. */
  readonly acceptDifferences?: boolean;
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Cells (rows times columns) folded in memory at a time. Default 1,500,000: about 100 MB. */
  readonly maxCells?: number;
  /** Events read at a time. Default 1,000. */
  readonly pageSize?: number;
}

export interface RebuildReport {
  readonly view: string;
  readonly version: number;
  readonly rows: number;
  /** `not-comparable`: there is no live table of the same version in step. */
  readonly verified: 'same' | 'differs' | 'not-comparable';
  readonly differences?: Differences;
  readonly wentLive: boolean;
}

/**
 * Builds views anew beside their live tables and switches: plan → build → catch up → index → verify → go live → retire.
 * Events go on being written and views read meanwhile. Killed at any point, the next call goes on where it stopped.
 *
 * @throws RebuildRefusedError when one of the views is being rebuilt already; BuildGoneError when somebody aborted it
 */
export async function rebuild(options: RebuildOptions, views: readonly AnyView[]): Promise<RebuildReport[]> {
  return withClient(options.dataSource, async (client) => {
    await client.query('SET synchronous_commit = off');
    try {
      await lockViews(client, options.group ?? mainGroup, views);
      return await new Rebuild(options, client, views).run();
    } finally {
      await client.query('SELECT pg_advisory_unlock_all(); RESET ALL').catch(() => undefined);
    }
  });
}

/** As {@link rebuild}, for those of the views that are still missing or of an older version. */
export async function rebuildOutdated(options: RebuildOptions, views: readonly AnyView[]): Promise<void> {
  const group = options.group ?? mainGroup;
  const { outdated } = await withClient(options.dataSource, (client) => loadLiveBuilds(client, group, views));
  if (outdated.length === 0) return;
  const names = outdated.map(({ name }) => name);
  options.log?.info({ views: names }, 'building new versions');
  const reports = await rebuild(options, outdated);
  options.log?.info(
    { views: reports.map(({ view, version, rows }) => ({ view, version, rows })) },
    'new versions live',
  );
}

/** Until the connection gives its locks back. @throws RebuildRefusedError */
export async function lockViews(client: PoolClient, group: string, views: readonly AnyView[]): Promise<void> {
  for (const { name } of views) {
    const { rows } = await client.query<{ mine: boolean }>(
      `SELECT pg_try_advisory_lock(hashtextextended('rebuild:' || $1 || ':' || $2, 0)) AS mine`,
      [group, name],
    );
    if (!rows[0]!.mine) throw new RebuildRefusedError(`view ${name} is being rebuilt already`);
  }
}

/** One run of the ladder over views that are read in one pass. */
class Rebuild {
  private readonly group: string;
  private readonly builds: Build[] = [];
  private readonly records = new Map<Build, BuildRecord>();
  private events = 0;
  private readonly started = performance.now();

  constructor(
    private readonly options: RebuildOptions,
    private readonly client: PoolClient,
    private readonly views: readonly AnyView[],
  ) {
    this.group = options.group ?? mainGroup;
  }

  async run(): Promise<RebuildReport[]> {
    await this.plan();
    await this.build();
    await this.index();
    const reports = await this.verify();
    const differs = reports.some(({ verified }) => verified === 'differs');
    if (this.options.dryRun) {
      await this.discard();
      return reports;
    }
    if (differs && !this.options.acceptDifferences) return reports;
    await this.goLive();
    return reports.map((report) => ({ ...report, wentLive: true }));
  }

  private async plan(): Promise<void> {
    const { client, group, views } = this;
    this.tell('plan', undefined, undefined);
    await prepareGroup(client, group, views);
    await inTransaction(client, async () => {
      const records = await readBuilds(client, group);
      for (const view of views) {
        const live = records.find(({ viewName, state }) => viewName === view.name && state === 'live');
        if (live) checkFits(live, view);
        const begun = records.find(({ viewName, state }) => viewName === view.name && state === 'building');
        const goesOn = begun?.version === view.version && begun.shape === shapeOf(view);
        if (begun && !goesOn) await deleteBuild(client, begun);
        this.builds.push(
          goesOn ? new Build(begun.id, view, begun.tableName) : await createBuild(client, group, view, 'building'),
        );
      }
    });
    await reloadParked(client, this.builds);
    await this.refresh();
  }

  /** Bulk, to where the live views are. Builds that an earlier call left at different positions are read apart. */
  private async build(): Promise<void> {
    const target = await this.groupPosition();
    if (!target) return;
    const bulk = this.builds.filter((build) => this.records.get(build)!.step === 'build');
    for (const [position, builds] of this.byPosition(bulk)) {
      if (position && comparePositions(position, target) >= 0) continue;
      await fill(this.bulkOptions('build', target, position), builds, position, target);
    }
    await this.refresh();
  }

  private async index(): Promise<void> {
    this.tell('index', undefined, undefined);
    for (const build of this.builds) {
      if (this.records.get(build)!.step !== 'build') continue;
      const { table } = build;
      await inTransaction(this.client, async () => {
        await table.createKey(this.client);
        await table.createIndexes(this.client);
        await table.derive(this.client);
        await setStep(this.client, build, 'index');
      });
      await this.client.query(`ANALYZE ${table.name}`);
    }
    await this.refresh();
    await this.catchUp();
  }

  /** The rest since the bulk build began; again and again, until what is left is little. */
  private async catchUp(): Promise<void> {
    for (let rounds = 0; rounds < 5; rounds++) {
      const target = await this.groupPosition();
      if (!target) return;
      const before = this.events;
      await this.catchUpTo(target);
      if (this.events - before < 1_000) return;
    }
  }

  private async catchUpTo(target: Position): Promise<void> {
    for (const [position, builds] of this.byPosition(this.builds)) {
      if (position && comparePositions(position, target) >= 0) continue;
      await advance(this.bulkOptions('catch-up', target, position), builds, position, target);
    }
    await this.refresh();
  }

  private async verify(): Promise<RebuildReport[]> {
    this.tell('verify', undefined, undefined);
    const reports: RebuildReport[] = [];
    for (const build of this.builds) reports.push(await this.verifyOne(build));
    return reports;
  }

  private async verifyOne(build: Build): Promise<RebuildReport> {
    const { view, table } = build;
    const live = await this.liveTable(view);
    if (!live) {
      const { rows } = await digest(this.client, table);
      return { view: view.name, version: view.version, rows, verified: 'not-comparable', wentLive: false };
    }
    const before = await this.digestLive(live);
    if (before.position) await this.catchUpTo(before.position);
    const after = await digest(this.client, table);
    const report = { view: view.name, version: view.version, rows: after.rows, wentLive: false };
    if (before.rows === after.rows && before.hash === after.hash) return { ...report, verified: 'same' };
    const differences = await this.compare(build, live);
    return { ...report, verified: differences.count === 0 ? 'same' : 'differs', differences };
  }

  private async liveTable(view: AnyView): Promise<ViewTable | undefined> {
    const records = await readBuilds(this.client, this.group);
    const live = records.find(({ viewName, state }) => viewName === view.name && state === 'live');
    const comparable = live?.version === view.version && !live.position;
    return comparable ? new ViewTable(view, live.tableName) : undefined;
  }

  /** In one snapshot, so that the runner goes on meanwhile. */
  private digestLive(live: ViewTable) {
    return withClient(this.options.dataSource, async (client) => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      try {
        const { position } = (await readGroup(client, this.group))!;
        return { position, ...(await digest(client, live)) };
      } finally {
        await client.query('COMMIT');
      }
    });
  }

  /** With the group held at one position: only when the hashes differ already. */
  private compare(build: Build, live: ViewTable): Promise<Differences> {
    return inTransaction(this.client, async () => {
      const { position } = (await readGroup(this.client, this.group, true))!;
      if (position) await advanceWithin(this.within(), [build], await this.positionOf(build), position);
      return compareTables(this.client, live, build.table);
    });
  }

  private async goLive(): Promise<void> {
    this.tell('go-live', undefined, undefined);
    await this.catchUp();
    await goLive({ ...this.within(), group: this.group }, this.builds);
  }

  private async discard(): Promise<void> {
    for (const build of this.builds) {
      const record = this.records.get(build)!;
      await inTransaction(this.client, () => deleteBuild(this.client, record));
    }
  }

  private within() {
    const { store, decode, signal, pageSize = 1_000 } = this.options;
    return { client: this.client, store, decode, signal, pageSize };
  }

  private bulkOptions(step: RebuildStep, target: Position, from: Position | undefined) {
    return {
      ...this.within(),
      maxCells: this.options.maxCells ?? 1_500_000,
      onEvents: (count: number, position: Position) => {
        this.events += count;
        this.tell(step, fraction(from, position, target), target);
      },
    };
  }

  private async groupPosition(): Promise<Position | undefined> {
    return (await readGroup(this.client, this.group))!.position;
  }

  private async positionOf(build: Build): Promise<Position | undefined> {
    await this.refresh();
    return this.records.get(build)!.position;
  }

  private async refresh(): Promise<void> {
    const records = await readBuilds(this.client, this.group);
    for (const build of this.builds) {
      const record = records.find(({ id }) => id === build.id);
      if (record) this.records.set(build, record);
    }
  }

  private byPosition(builds: readonly Build[]): Map<Position | undefined, Build[]> {
    const groups = new Map<string, { position: Position | undefined; builds: Build[] }>();
    for (const build of builds) {
      const { position } = this.records.get(build)!;
      const name = position ? formatPosition(position) : 'start';
      const group = groups.get(name) ?? { position, builds: [] };
      group.builds.push(build);
      groups.set(name, group);
    }
    return new Map([...groups.values()].map(({ position, builds: each }) => [position, each]));
  }

  private tell(step: RebuildStep, done: number | undefined, target: Position | undefined): void {
    const seconds = (performance.now() - this.started) / 1000;
    this.options.onProgress?.({
      step,
      views: this.views.map(({ name }) => name),
      events: this.events,
      eventsPerSecond: seconds > 0 ? Math.round(this.events / seconds) : 0,
      done: done ?? (step === 'plan' ? 0 : 1),
      secondsLeft: done && target ? (seconds * (1 - done)) / done : undefined,
    });
  }
}

function fraction(from: Position | undefined, at: Position, target: Position): number {
  const start = from?.commit ?? 0n;
  return Number(at.commit - start) / Math.max(1, Number(target.commit - start));
}

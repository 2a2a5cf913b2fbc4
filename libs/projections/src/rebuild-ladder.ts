import { comparePositions, formatPosition, type Position } from '#kernel';
import type { PoolClient } from 'pg';
import { fill } from './bulk-build.js';
import {
  Build,
  createBuild,
  createKey,
  deleteBuild,
  DuplicateRowsError,
  readBuilds,
  readGroup,
  reloadParked,
  setStep,
  startOver,
  type BuildRecord,
} from './builds.js';
import { advance } from './catch-up.js';
import { goLive } from './go-live.js';
import { checkFits, prepareGroup } from './live-builds.js';
import { mainGroup } from './positions.js';
import type { RebuildOptions, RebuildReport, RebuildStep } from './rebuild-options.js';
import { inTransaction } from './sql-client.js';
import { verifyBuild } from './verify-build.js';
import { shapeOf } from './view-table.js';
import type { AnyView } from './view.js';

/** One run of the ladder over views that are read in one pass. */
export class RebuildLadder {
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
    await this.buildAndIndex();
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

  private async buildAndIndex(): Promise<void> {
    for (;;) {
      try {
        await this.build();
        return await this.index();
      } catch (error) {
        if (!(error instanceof DuplicateRowsError)) throw error;
        await inTransaction(this.client, () => startOver(this.client, error.build));
        await this.refresh();
      }
    }
  }

  /** Bulk, to where the live views are; also for builds that an earlier call left at different positions. */
  private async build(): Promise<void> {
    const target = await this.groupPosition();
    if (!target) return;
    for (let isDone = false; !isDone; await this.refresh()) {
      const standing = this.builds
        .filter((build) => this.records.get(build)!.step === 'build')
        .map((build) => ({ build, position: this.records.get(build)!.position }))
        .filter(({ position }) => !position || comparePositions(position, target) < 0);
      const from = standing[0]?.position;
      isDone = standing.length === 0 || (await fill(this.bulkOptions('build', target, from), standing, target));
    }
  }

  private async index(): Promise<void> {
    this.tell('index', undefined, undefined);
    for (const build of this.builds) {
      if (this.records.get(build)!.step !== 'build') continue;
      const { table } = build;
      await inTransaction(this.client, async () => {
        // First, as everywhere: an abort locks the build and then its table.
        await setStep(this.client, build, 'index');
        await createKey(this.client, build);
        await table.createIndexes(this.client);
        await table.derive(this.client);
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
    const options = { ...this.within(), dataSource: this.options.dataSource, group: this.group };
    for (const build of this.builds) {
      reports.push(await verifyBuild(options, build, (position) => this.catchUpTo(position)));
    }
    return reports;
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
      maxCells: this.options.maxCells ?? 3_000_000,
      onEvents: (count: number, position: Position) => {
        this.events += count;
        this.tell(step, fraction(from, position, target), target);
      },
    };
  }

  private async groupPosition(): Promise<Position | undefined> {
    return (await readGroup(this.client, this.group))!.position;
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

import { comparePositions, type Position } from '#kernel';
import pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { toPosition, type PositionColumns } from './sql-client.js';

/** Group of all views of the system. */
export const mainGroup = 'main';

/** Runs SQL: a data source or one of its query runners. */
type Queryable = Pick<DataSource | QueryRunner, 'query'>;

/**
 * Up to where every live view is. Inside a REPEATABLE READ transaction: what its other queries see.
 * @returns undefined before the first event
 */
export async function currentPosition(from: Queryable, group = mainGroup): Promise<Position | undefined> {
  // A live table that is not in step (its new version is being built) has a position of its own, further back.
  const rows = (await from.query(
    `SELECT commit_position, prepare_position FROM projection_group WHERE name = $1
     UNION ALL
     SELECT commit_position, prepare_position FROM projection_build
      WHERE group_name = $1 AND state = 'live' AND commit_position IS NOT NULL`,
    [group],
  )) as PositionColumns[];
  const positions = rows.map(toPosition);
  return positions.reduce((a, b) => (a && b ? (comparePositions(a, b) < 0 ? a : b) : undefined), positions[0]);
}

/**
 * Waits until every live view holds the event at `position`, for a reader of its own write.
 * @returns false when `waitMs` passed first
 */
export async function awaitPosition(
  dataSource: DataSource,
  position: Position,
  waitMs: number,
  group = mainGroup,
): Promise<boolean> {
  const isThere = async () => {
    const at = await currentPosition(dataSource, group);
    return at !== undefined && comparePositions(at, position) >= 0;
  };
  if (await isThere()) return true;
  if (waitMs <= 0) return false;
  return watchOf(dataSource, group).until(position, waitMs);
}

/** Read-only work on one snapshot, with the position that it shows. What `live` names mean does not change inside. */
export async function readConsistently<T>(
  dataSource: DataSource,
  work: (queryRunner: QueryRunner, position: Position | undefined) => Promise<T>,
  group = mainGroup,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    // The gate comes before the snapshot: a table that goes live later could hold rows that the snapshot misses.
    // LOCK takes no snapshot; the first SELECT does.
    await runner.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await runner.query('LOCK TABLE live_gate IN ACCESS SHARE MODE');
    const result = await work(runner, await currentPosition(runner, group));
    await runner.query('COMMIT');
    return result;
  } catch (error) {
    await runner.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

interface Waiter {
  readonly position: Position;
  readonly done: (reached: boolean) => void;
}

/** While the listening connection is away, and against a notification lost with it. */
const recheckMs = 1_000;

/** One listening connection per process and group, only while somebody waits; one look per notification for all. */
class PositionWatch {
  private readonly waiters = new Set<Waiter>();
  private listener: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  private lookAgain = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly group: string,
  ) {}

  until(position: Position, waitMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        position,
        done: (reached) => {
          clearTimeout(timeout);
          this.waiters.delete(waiter);
          if (this.waiters.size === 0) this.close();
          resolve(reached);
        },
      };
      const timeout = setTimeout(() => waiter.done(false), waitMs);
      this.waiters.add(waiter);
      if (this.waiters.size === 1) this.open();
      // What was committed between the first look and now.
      this.look();
    });
  }

  private open(): void {
    this.timer = setInterval(() => this.look(), recheckMs);
    const { url } = this.dataSource.options as { url?: string };
    const client = new pg.Client({ connectionString: url!, application_name: 'nam-co-so positions' });
    this.listener = client;
    const gone = () => {
      if (this.listener === client) this.listener = undefined;
    };
    client.on('error', gone);
    client.on('notification', ({ payload }) => {
      if (payload === this.group) this.look();
    });
    client
      .connect()
      .then(() => client.query('LISTEN projection_position'))
      .then(() => this.look())
      // The timer looks as well, only later.
      .catch(gone);
  }

  private close(): void {
    clearInterval(this.timer);
    const { listener } = this;
    this.listener = undefined;
    void listener?.end().catch(() => undefined);
  }

  private look(): void {
    if (this.looking) {
      this.lookAgain = true;
      return;
    }
    this.looking = true;
    this.lookAgain = false;
    currentPosition(this.dataSource, this.group)
      .then((at) => {
        if (at) for (const waiter of this.waiters) if (comparePositions(at, waiter.position) >= 0) waiter.done(true);
      })
      // A database that is away answers later, or the waiters run out of time.
      .catch(() => undefined)
      .finally(() => {
        this.looking = false;
        if (this.lookAgain && this.waiters.size > 0) this.look();
      });
  }
}

const watches = new WeakMap<DataSource, Map<string, PositionWatch>>();

function watchOf(dataSource: DataSource, group: string): PositionWatch {
  const groups = watches.get(dataSource) ?? new Map<string, PositionWatch>();
  watches.set(dataSource, groups);
  const watch = groups.get(group) ?? new PositionWatch(dataSource, group);
  groups.set(group, watch);
  return watch;
}

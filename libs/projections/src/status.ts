import type { DataSource } from 'typeorm';
import { formatPosition, type Position } from '#kernel';
import { mainGroup } from './positions.js';
import { toPosition } from './sql-client.js';

export interface ProjectionStatus {
  readonly group: string;
  /** As told by the runner; `silent` when it told nothing for ten seconds, `never-started`. */
  readonly state: 'starting' | 'standby' | 'catching-up' | 'live' | 'failing' | 'stopped' | 'silent' | 'never-started';
  readonly runner: string | null;
  readonly position: string | null;
  readonly head: string | null;
  readonly lagEvents: number | null;
  readonly lagSeconds: number | null;
  readonly lastEventAt: string | null;
  readonly lastError: string | null;
  readonly lastErrorAt: string | null;
  readonly updatedAt: string | null;
  /** Events with an error of their own, of live views. */
  readonly parked: number;
  /** Events that wait behind them. */
  readonly waiting: number;
  readonly oldestParkedAt: string | null;
  readonly views: readonly ViewStatus[];
}

export interface ViewStatus {
  readonly view: string;
  readonly version: number;
  readonly state: 'building' | 'live' | 'previous';
  readonly step: string | null;
  /** Null: in step with its group. */
  readonly position: string | null;
  readonly parked: number;
  readonly waiting: number;
  /** Since when the oldest of both is put aside. */
  readonly oldestParkedAt: string | null;
}

interface StatusRow {
  readonly commit_position: string | null;
  readonly prepare_position: string | null;
  readonly last_event_at: Date | null;
  readonly runner: string | null;
  readonly state: ProjectionStatus['state'] | null;
  readonly head_commit: string | null;
  readonly head_prepare: string | null;
  readonly lag_events: string | null;
  readonly lag_seconds: number | null;
  readonly last_error: string | null;
  readonly last_error_at: Date | null;
  readonly updated_at: Date | null;
  readonly silent: boolean | null;
}

interface ViewRow {
  readonly view_name: string;
  readonly version: number;
  readonly state: ViewStatus['state'];
  readonly step: string;
  readonly commit_position: string | null;
  readonly prepare_position: string | null;
  readonly parked: string;
  readonly waiting: string;
  readonly oldest: Date | null;
}

/** What every process can know of a group, from PostgreSQL alone. */
export async function readStatus(dataSource: DataSource, group = mainGroup): Promise<ProjectionStatus> {
  const [row] = await dataSource.query<StatusRow[]>(
    `SELECT g.commit_position, g.prepare_position, g.last_event_at, s.runner, s.state, s.head_commit, s.head_prepare,
            s.lag_events, s.lag_seconds, s.last_error, s.last_error_at, s.updated_at,
            s.state <> 'stopped' AND s.updated_at < now() - interval '10 seconds' AS silent
       FROM projection_group g LEFT JOIN projection_status s ON s.group_name = g.name WHERE g.name = $1`,
    [group],
  );
  const views = await dataSource.query<ViewRow[]>(
    `SELECT b.view_name, b.version, b.state, b.step, b.commit_position, b.prepare_position,
            count(p.stream) FILTER (WHERE p.attempts > 0) AS parked,
            count(p.stream) FILTER (WHERE p.attempts = 0) AS waiting,
            min(p.parked_at) AS oldest
       FROM projection_build b LEFT JOIN projection_parked p ON p.build_id = b.id
      WHERE b.group_name = $1 GROUP BY b.id ORDER BY b.view_name, b.id`,
    [group],
  );
  const live = views.filter(({ state }) => state === 'live');
  const oldest = live.flatMap((view) => (view.oldest ? [view.oldest] : [])).sort((a, b) => Number(a) - Number(b));
  return {
    group,
    state: row?.state ? (row.silent ? 'silent' : row.state) : 'never-started',
    runner: row?.runner ?? null,
    position: text(row && toPosition(row)),
    head: text(row && toPosition({ commit_position: row.head_commit, prepare_position: row.head_prepare })),
    lagEvents: row?.lag_events ? Number(row.lag_events) : null,
    lagSeconds: row?.lag_seconds ?? null,
    lastEventAt: instant(row?.last_event_at),
    lastError: row?.last_error ?? null,
    lastErrorAt: instant(row?.last_error_at),
    updatedAt: instant(row?.updated_at),
    parked: live.reduce((sum, { parked }) => sum + Number(parked), 0),
    waiting: live.reduce((sum, { waiting }) => sum + Number(waiting), 0),
    oldestParkedAt: instant(oldest[0]),
    views: views.map((view) => ({
      view: view.view_name,
      version: view.version,
      state: view.state,
      step: view.state === 'building' ? view.step : null,
      position: text(toPosition(view)),
      parked: Number(view.parked),
      waiting: Number(view.waiting),
      oldestParkedAt: instant(view.oldest),
    })),
  };
}

const text = (position: Position | undefined): string | null => (position ? formatPosition(position) : null);
const instant = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;

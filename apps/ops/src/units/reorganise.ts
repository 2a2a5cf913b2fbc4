import { movesOf, reorganisation2025, type Reorganisation } from '#contexts/org-units';
import type { EventStore } from '#event-store';
import { awaitPosition } from '#projections';
import type { DataSource } from 'typeorm';
import { runSteps, sumOf, type Step, type StepsReport } from './run-steps.js';
import type { Submit } from './submit.js';

interface Options {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly submit: Submit;
  /** Full name of one of the 34 provinces; all when left out. */
  readonly province?: string;
  readonly onProgress?: (progress: { readonly phase: string; readonly done: number; readonly total: number }) => void;
}

export interface ReorganisationReport extends StepsReport {
  readonly plan: Reorganisation;
}

const patienceMs = 120_000;

/**
 * Carries out the reorganisation of July 2025 on the units that are registered. May be broken off anywhere and called
 * again: what was done before is known by its command id, or changes nothing.
 * @throws Error when the views do not follow: without them nobody knows what stands below an old commune
 */
export async function reorganise({
  dataSource,
  onProgress,
  province,
  store,
  submit,
}: Options): Promise<ReorganisationReport> {
  await followed(dataSource, store);
  const known = await registered(dataSource);
  const isRegistered = (unitId: string) => known.has(unitId);
  const plan = reorganisation2025({ isRegistered, ...(province === undefined ? {} : { province }) });
  const phases = [...plan.forming, ...plan.closing];
  if (phases.every(({ steps }) => steps.length === 0)) {
    throw new Error('no unit of before July 2025 is registered there: `ops units import --before-2025` first');
  }
  let done = 0;
  let total = phases.reduce((sum, { steps }) => sum + steps.length, 0);
  const run = (phase: string, steps: readonly Step[]) =>
    runSteps(steps, submit, () => onProgress?.({ phase, done: ++done, total }));
  const reports: StepsReport[] = [];
  for (const { name, steps } of plan.forming) reports.push(await run(name, steps));
  await followed(dataSource, store);
  const moves = movesOf(plan, await standingBelow(dataSource, [...plan.communeSuccessors.keys()]));
  total += moves.steps.length;
  reports.push(await run(moves.name, moves.steps));
  for (const { name, steps } of plan.closing) reports.push(await run(name, steps));
  return { ...sumOf(reports), plan };
}

/** The views hold all that the store holds. */
async function followed(dataSource: DataSource, store: EventStore): Promise<void> {
  const head = await store.head();
  if (head && !(await awaitPosition(dataSource, head, patienceMs))) {
    throw new Error('the views do not follow the events: is the projector running?');
  }
}

async function registered(dataSource: DataSource): Promise<ReadonlySet<string>> {
  const rows: { unit_id: string }[] = await dataSource.query(
    `SELECT unit_id FROM unit_directory WHERE level IN ('province', 'district', 'commune')`,
  );
  return new Set(rows.map(({ unit_id }) => unit_id));
}

async function standingBelow(dataSource: DataSource, unitIds: readonly string[]) {
  const rows: { unit_id: string; parent_id: string }[] = await dataSource.query(
    `SELECT unit_id, parent_id FROM unit_directory
      WHERE parent_id = ANY ($1::uuid[]) AND status = 'open' ORDER BY unit_id`,
    [unitIds],
  );
  return rows.map((row) => ({ unitId: row.unit_id, parentId: row.parent_id }));
}

import { setTimeout as delay } from 'node:timers/promises';
import { BuildGoneError } from './builds.js';
import { describeFailure, isOutage } from './failures.js';
import { releaseDiscarded } from './discards.js';
import { nextJob, updateJob, type Job, type JobState } from './jobs.js';
import { mainGroup } from './positions.js';
import { rollback } from './rebuild-admin.js';
import type { RebuildOptions, RebuildProgress, RebuildReport } from './rebuild-options.js';
import { rebuild } from './rebuild.js';
import { repairStream, type RepairReport } from './repair.js';
import type { AnyView } from './view.js';

const pollMs = 500;
/** Between two notes of the progress. */
const noteMs = 250;

export interface JobRunnerOptions extends Pick<RebuildOptions, 'dataSource' | 'store' | 'decode' | 'group' | 'log'> {
  readonly views: readonly AnyView[];
}

/**
 * Carries out what was asked for with `requestJob`, one after another, until aborted. Only the projector that leads does
 * so. What a killed one left half done is gone on with.
 */
export async function runJobs(options: JobRunnerOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await releaseDiscarded(options);
    const job = await nextJob(options.dataSource, options.group ?? mainGroup);
    if (job) await carryOut(options, job, signal);
    else await delay(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

async function carryOut(options: JobRunnerOptions, job: Job, signal: AbortSignal): Promise<void> {
  const { dataSource, log } = options;
  if ((await updateJob(dataSource, job.id, `state = 'running'`, [])).length === 0) return;
  log?.info({ job: job.id, kind: job.kind, views: job.views, stream: job.stream }, 'job');
  const end = (state: JobState, reports: Job['reports'], error: string | null) =>
    updateJob(dataSource, job.id, 'state = $2, reports = $3, error = $4', [state, JSON.stringify(reports), error]);
  try {
    const reports = await work(options, job, signal);
    const isHeld = reports.some((report) => 'verified' in report && report.verified === 'differs' && !report.wentLive);
    await end(isHeld && !job.dryRun ? 'held' : 'done', reports, null);
  } catch (error) {
    if (signal.aborted || isOutage(error)) throw error;
    const { errorClass, message } = describeFailure(error);
    log?.error({ job: job.id, err: error }, 'job failed');
    // Its build was taken away: it is noted as aborted already, or a person did it by hand.
    await end(error instanceof BuildGoneError ? 'aborted' : 'failed', null, `${errorClass}: ${message}`);
  }
}

async function work(
  options: JobRunnerOptions,
  job: Job,
  signal: AbortSignal,
): Promise<readonly RebuildReport[] | readonly RepairReport[]> {
  const views = job.views.map((name) => viewNamed(options.views, name));
  if (job.kind === 'repair') return repairStream({ ...options, signal, dryRun: job.dryRun }, job.stream!);
  if (job.kind === 'rollback') {
    await rollback({ ...options, signal }, views[0]!);
    return [];
  }
  const note = noting(options, job);
  const { dryRun, acceptDifferences } = job;
  const reports = await rebuild({ ...options, signal, dryRun, acceptDifferences, onProgress: note.take }, views);
  await note.written();
  return reports;
}

function viewNamed(views: readonly AnyView[], name: string): AnyView {
  const view = views.find((each) => each.name === name);
  if (!view) throw new TypeError(`there is no view "${name}"`);
  return view;
}

/** Writes the progress down now and then, in the background; each note holds all there is to know. */
function noting({ dataSource }: JobRunnerOptions, { id }: Job) {
  let writing: Promise<unknown> = Promise.resolve();
  let notedAt = 0;
  let notedStep: string | undefined;
  const take = (progress: RebuildProgress): void => {
    if (progress.step === notedStep && performance.now() - notedAt < noteMs) return;
    notedAt = performance.now();
    notedStep = progress.step;
    writing = writing
      .then(() => updateJob(dataSource, id, 'progress = $2', [JSON.stringify(progress)]))
      // The rebuild itself meets the same trouble, and tells.
      .catch(() => undefined);
  };
  return { take, written: () => writing };
}

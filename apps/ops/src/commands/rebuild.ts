import { contexts } from '#contexts';
import {
  abortRebuild,
  rebuild,
  rollback,
  type AnyView,
  type RebuildOptions,
  type RebuildProgress,
  type RebuildReport,
} from '#projections';
import type { Command } from 'commander';
import type { OpenOps } from '../ops-context.js';
import { print, progressBar } from '../print.js';

interface RebuildFlags {
  readonly all?: true;
  readonly dryRun?: true;
  readonly acceptDifferences?: true;
}

export function registerRebuild(program: Command, open: OpenOps): void {
  program
    .command('rebuild')
    .argument('[views...]', 'names of views, e.g. attendance_rate')
    .option('--all', 'every view, in one pass over the events')
    .option('--dry-run', 'build and compare with the live rows, then leave everything as it is')
    .option('--accept-differences', 'go live even when rows differ: the live ones are known to be wrong')
    .description('build views anew from all events beside the live ones and switch; goes on where it was stopped')
    .action((names: string[], flags: RebuildFlags) => runRebuild(names, flags, open));

  program
    .command('abort-rebuild')
    .argument('<view>')
    .description('end an unfinished build, also one that runs elsewhere')
    .action(async (name: string) => {
      const { name: view } = viewNamed(name);
      print((await abortRebuild(await open(), view)) ? `${view}: aborted` : `${view}: nothing is being built`);
    });

  program
    .command('rollback')
    .argument('<view>')
    .description('go back to the table before the last switch, brought up to date')
    .action(async (name: string) => {
      const view = viewNamed(name);
      await rollback(await rebuildOptions(open), view);
      print(`${view.name}: the previous table is live again`);
    });
}

async function runRebuild(names: readonly string[], flags: RebuildFlags, open: OpenOps): Promise<void> {
  if (flags.all ? names.length > 0 : names.length === 0) throw new Error('name views, or --all');
  const views = flags.all ? everyView() : names.map(viewNamed);
  const bar = progressBar('{step} {bar} {percentage}% | {events} events, {rate}/s | {left}');
  bar.start(100, 0, { step: 'plan', events: 0, rate: 0, left: '' });
  const signal = untilInterrupted();
  let reports: RebuildReport[];
  try {
    reports = await rebuild(
      {
        ...(await rebuildOptions(open)),
        signal,
        dryRun: flags.dryRun ?? false,
        acceptDifferences: flags.acceptDifferences ?? false,
        onProgress: (progress) => bar.update(Math.floor(progress.done * 100), payload(progress)),
      },
      views,
    );
  } finally {
    bar.stop();
  }
  for (const report of reports) printReport(report);
  const held = reports.some(({ verified }) => verified === 'differs') && !reports.some(({ wentLive }) => wentLive);
  if (held) throw new Error('rows differ from the live ones: nothing was switched (--accept-differences to do so)');
}

const payload = ({ step, events, eventsPerSecond, secondsLeft }: RebuildProgress) => ({
  step: step.padEnd(8),
  events,
  rate: eventsPerSecond,
  left: secondsLeft === undefined ? '' : `${Math.ceil(secondsLeft)} s left`,
});

function printReport({ view, version, rows, verified, differences, wentLive }: RebuildReport): void {
  const compared =
    verified === 'same'
      ? 'the same rows as before'
      : verified === 'differs'
        ? `${differences?.count} rows differ`
        : 'nothing to compare with';
  print(`${view} version ${version}: ${rows} rows, ${compared}${wentLive ? ', live' : ''}`);
  for (const { live, built } of differences?.examples ?? []) {
    print(`  live  ${JSON.stringify(live)}\n  built ${JSON.stringify(built)}`);
  }
}

async function rebuildOptions(open: OpenOps): Promise<RebuildOptions> {
  const { dataSource, store, codec } = await open();
  return { dataSource, store, decode: codec.decode.bind(codec) };
}

/** Ctrl-C leaves a build that the next call goes on with. */
function untilInterrupted(): AbortSignal {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new Error('stopped; the same command goes on from here')));
  return interrupted.signal;
}

export const everyView = (): readonly AnyView[] => contexts.flatMap(({ views }) => [...views]);

/** By the name of its table or of its URL. */
export function viewNamed(name: string): AnyView {
  const view = everyView().find((each) => each.name === name.replaceAll('-', '_'));
  if (view) return view;
  const known = everyView().map((each) => each.name);
  throw new Error(`there is no view "${name}"; there are ${known.sort().join(', ')}`);
}

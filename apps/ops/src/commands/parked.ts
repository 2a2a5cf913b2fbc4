import { discardParked, listParked, retryParked, type ParkedOptions, type RetryReport } from '#projections';
import type { Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { OpenOps } from '../ops-context.js';
import { print } from '../print.js';
import { openCommands } from '../units/submit.js';
import { everyView, viewNamed } from './rebuild.js';

interface Which {
  readonly view?: string;
  readonly stream?: string;
}

export function registerParked(program: Command, open: OpenOps): void {
  const parked = program.command('parked').description('events that a view could not take, and what waits behind them');

  parked
    .command('list')
    .option('--view <name>')
    .option('--stream <name>')
    .action(async (which: Which) => {
      const entries = await listParked((await open()).dataSource, filterOf(which));
      for (const entry of entries) {
        const { view, stream, revision, eventType, parkedAt } = entry;
        print(`${parkedAt.toISOString()} ${view} ${stream}@${revision} ${eventType} ${why(entry)}`);
      }
      print(`${entries.length} parked`);
    });

  parked
    .command('retry')
    .option('--view <name>')
    .option('--stream <name>')
    .description('apply them with the present code, each stream in order up to the first that fails again')
    .action(async (which: Which) => {
      const reports = await retryParked(await parkedOptions(open), filterOf(which));
      for (const report of reports) printReport(report);
      if (reports.some(({ left }) => left > 0)) throw new Error('some events failed again: see "parked list"');
    });

  parked
    .command('discard')
    .argument('<view>')
    .argument('<event>', 'as listed: stream@revision')
    .requiredOption('--reason <text>', 'why the view shall never show this event')
    .description('pass one event over, now and in every rebuild; an event says so; what waits behind it is applied')
    .action(async (name: string, event: string, { reason }: { reason: string }) => {
      const of = { view: viewNamed(name).name, ...eventNamed(event) };
      // First the event: whatever happens next, the decision and who took it are on record.
      await decide(open, { ...of, reason });
      const report = await discardParked(await parkedOptions(open), of, { reason, by: userInfo().username });
      if (report) printReport(report);
      else print('nothing of this stream is parked; the event is passed over in rebuilds');
    });
}

/** As listed: stream@revision. */
export function eventNamed(event: string): { readonly stream: string; readonly revision: number } {
  const match = /^(.+)@(\d+)$/.exec(event);
  if (!match) throw new Error(`"${event}" does not read stream@revision`);
  const [, stream, revision] = match as unknown as [string, string, string];
  return { stream, revision: Number(revision) };
}

interface Failure {
  readonly attempts: number;
  readonly errorClass: string;
  readonly errorMessage: string;
}

export const why = ({ attempts, errorClass, errorMessage }: Failure): string =>
  attempts === 0 ? 'waits' : `${errorClass}: ${errorMessage} (attempts: ${attempts})`;

async function decide(open: OpenOps, body: object): Promise<void> {
  const commands = openCommands(await open(), randomUUID());
  try {
    await commands.submit('discard-parked-event', body, randomUUID());
  } finally {
    await commands.close();
  }
}

const filterOf = ({ view, stream }: Which) => ({ view: view && viewNamed(view).name, stream });

const printReport = ({ view, stream, applied, left }: RetryReport): void =>
  print(`${view} ${stream}: ${applied} applied, ${left} left`);

async function parkedOptions(open: OpenOps): Promise<ParkedOptions> {
  const { dataSource, store, codec } = await open();
  return { dataSource, store, decode: codec.decode.bind(codec), views: everyView() };
}

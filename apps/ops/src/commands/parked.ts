import { discardParked, listParked, retryParked, type ParkedOptions, type RetryReport } from '#projections';
import type { Command } from 'commander';
import { userInfo } from 'node:os';
import type { OpenOps } from '../ops-context.js';
import { decide } from '../units/submit.js';
import { eventNamed, parkedLine, registerParkedVerbs, retriedLine, type ParkedWhich } from './parked-verbs.js';
import { everyView, viewNamed } from './rebuild.js';

export function registerParked(program: Command, open: OpenOps): void {
  const parked = program.command('parked').description('events that a view could not take, and what waits behind them');
  registerParkedVerbs(
    parked,
    {
      owner: 'view',
      named: (name) => viewNamed(name).name,
      async list(which) {
        const entries = await listParked((await open()).dataSource, filterOf(which));
        return entries.map((entry) => parkedLine(entry.view, entry));
      },
      async retry(which) {
        const reports = await retryParked(await parkedOptions(open), filterOf(which));
        return { lines: reports.map(reportLine), left: reports.reduce((sum, { left }) => sum + left, 0) };
      },
      async discard(view, event, reason) {
        const of = { view, ...eventNamed(event) };
        // First the event: whatever happens next, the decision and who took it are on record.
        await decide(await open(), 'discard-parked-event', { ...of, reason });
        const report = await discardParked(await parkedOptions(open), of, { reason, by: userInfo().username });
        return report ? reportLine(report) : 'nothing of this stream is parked; the event is passed over in rebuilds';
      },
    },
    {
      retry: 'apply them with the present code, each stream in order up to the first that fails again',
      event: 'as listed: stream@revision',
      reason: 'why the view shall never show this event',
      discard: 'pass one event over, now and in every rebuild; an event says so; what waits behind it is applied',
    },
  );
}

const filterOf = ({ owner, stream }: ParkedWhich) => ({ view: owner, stream });

const reportLine = ({ view, stream, applied, left }: RetryReport): string => retriedLine(view, stream, applied, left);

async function parkedOptions(open: OpenOps): Promise<ParkedOptions> {
  const { dataSource, store, codec } = await open();
  return { dataSource, store, decode: codec.decode.bind(codec), views: everyView() };
}

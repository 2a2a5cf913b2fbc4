import { readProcessFigures, type ProcessFigures } from '#processes';
import { readStatus, type ProjectionStatus } from '#projections';
import type { Command } from 'commander';
import type { OpenOps } from '../ops-context.js';
import { print } from '../print.js';

export function registerStatus(program: Command, open: OpenOps): void {
  program
    .command('status')
    .option('--json', 'for machines')
    .description('how far the views are, who keeps them, what is parked or being built')
    .action(async ({ json }: { json?: true }) => {
      const { dataSource } = await open();
      const [status, processes] = await Promise.all([readStatus(dataSource), readProcessFigures(dataSource)]);
      if (json) print(JSON.stringify({ ...status, processes }));
      else for (const line of [...described(status), ...processes.flatMap(ofProcess)]) print(line);
    });
}

function described(status: ProjectionStatus): string[] {
  const lag = status.lagEvents === null ? '' : `, ${status.lagEvents} events (${seconds(status.lagSeconds)}) behind`;
  return [
    `projector  ${status.state}${status.runner ? ` (${status.runner})` : ''}${lag}`,
    `position   ${status.position ?? 'start'} of ${status.head ?? 'an empty store'}`,
    ...(status.lastError ? [`last error ${status.lastErrorAt}: ${status.lastError}`] : []),
    `parked     ${status.parked} events, ${status.waiting} waiting behind them${
      status.oldestParkedAt ? `, the oldest since ${status.oldestParkedAt}` : ''
    }`,
    ...status.views.map(({ view, version, state, step, position, parked }) => {
      const where = state === 'live' && !position ? 'in step' : `at ${position ?? 'start'}`;
      return `  ${view} v${version} ${step ? `${state}: ${step}` : state}, ${where}${parked ? `, ${parked} parked` : ''}`;
    }),
  ];
}

/** Only of those that wait for a person. */
const ofProcess = ({ parked, process, refused, waiting }: ProcessFigures): string[] =>
  parked + waiting + refused === 0
    ? []
    : [`process    ${process}: ${parked} events parked, ${waiting} waiting behind them, ${refused} commands refused`];

const seconds = (value: number | null): string => `${(value ?? 0).toFixed(1)} s`;

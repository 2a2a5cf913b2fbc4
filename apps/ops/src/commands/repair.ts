import { repairStream } from '#projections';
import type { Command } from 'commander';
import type { OpenOps } from '../ops-context.js';
import { print } from '../print.js';
import { everyView } from './rebuild.js';

export function registerRepair(program: Command, open: OpenOps): void {
  program
    .command('repair')
    .argument('<stream>', 'e.g. meeting-0198…')
    .option('--dry-run', 'only compare')
    .description('make the rows that one stream touches what the whole history says')
    .action(async (stream: string, { dryRun = false }: { dryRun?: boolean }) => {
      const { dataSource, store, codec } = await open();
      const decode = codec.decode.bind(codec);
      const reports = await repairStream({ dataSource, store, decode, views: everyView(), dryRun }, stream);
      for (const { view, rows, repaired } of reports) {
        print(`${view}: ${rows} rows, ${repaired} ${dryRun ? 'wrong' : 'repaired'}`);
      }
      if (reports.length === 0) print(`no view has rows of "${stream}"`);
    });
}

import { backupEvents, copyEvents } from '#event-node';
import type { Command } from 'commander';
import { join } from 'node:path';
import { loadConfig } from '#platform';
import { print, progressBar } from '../print.js';

export function registerEvents(program: Command): void {
  program
    .command('backup-events')
    .argument('<folder>', 'new or empty; becomes a data folder that an event node can be started on')
    .option('--data <folder>', 'data folder of the event node; the one below NCS_DATA when left out')
    .description('copy all events of the embedded event node while it runs')
    .action(async (to: string, { data }: { data?: string }) => {
      const from = data ?? join(loadConfig(process.env).NCS_DATA, 'events');
      const { events } = await backupEvents({ data: from, to });
      print(`${events} events copied to ${to}`);
    });

  program
    .command('copy')
    .requiredOption('--from <connection>', 'esdb://…')
    .requiredOption('--to <connection>', 'esdb://…')
    .description('copy all events to another EventStoreDB or KurrentDB with ids, order and metadata; may be repeated')
    .action(async ({ from, to }: { from: string; to: string }) => {
      const bar = progressBar('copied {value} events, {found} found there');
      bar.start(0, 0, { found: 0 });
      try {
        const { copied, found, hash } = await copyEvents({
          from,
          to,
          onProgress: (progress) => bar.update(progress.copied, { found: progress.found }),
        });
        bar.stop();
        print(`${copied} events are the same on both (${found} were there before); sha256 ${hash}`);
      } finally {
        bar.stop();
      }
    });
}

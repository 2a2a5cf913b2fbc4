import { contexts } from '#contexts';
import { AggregateStore } from '#event-store';
import { BulkAuthor, extentsOf, historyOf, scales, simulate, type Scale } from '#simulation';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { OpenOps } from '../ops-context.js';
import { print, progressBar } from '../print.js';

interface SimulateFlags {
  readonly province?: string;
  readonly scale: Scale;
  readonly years: number;
  readonly seed: number;
  readonly cells: number;
}

export function registerSimulate(program: Command, open: OpenOps): void {
  program
    .command('simulate')
    .option('--province <slug>', 'e.g. bac-kan; left out: the whole country, with --scale country')
    .addOption(new Option('--scale <scale>', 'how much of it').choices(scales).default('province'))
    .option('--years <n>', 'years of meetings, up to 2025-06-30', wholeNumber(1, 20), 1)
    .option('--seed <n>', 'the same seed makes the same history', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--cells <n>', 'cells of a commune, on average', wholeNumber(1, 200), 25)
    .description('make up a history of real units by the same decisions as real commands; again: only what is missing')
    .action(async ({ province, scale, years, seed, cells }: SimulateFlags) => {
      // A wrong name is said before anything is opened.
      const extents = extentsOf(scale, province);
      const { codec, digest, store } = await open();
      const acts = new Map(contexts.flatMap((context) => [...context.acts]).map((act) => [act.name, act]));
      const bar = progressBar('{province} | {commands} commands | {events} events | {rate}/s');
      const started = performance.now();
      const done = { commands: 0, events: 0 };
      bar.start(1, 0, { province: '', ...done, rate: 0 });
      for (const extent of extents) {
        const author = new BulkAuthor(new AggregateStore(store, codec), acts, digest, () => new Date());
        const history = historyOf(extent, { seed, years, cellsPerCommune: cells });
        const told = await simulate(history, author, ({ commands, events }) => {
          const all = { commands: done.commands + commands, events: done.events + events };
          const rate = Math.round((all.commands * 1000) / (performance.now() - started));
          bar.update(0, { province: extent.province.name, ...all, rate });
        });
        done.commands += told.commands;
        done.events += told.events;
      }
      bar.stop();
      const seconds = (performance.now() - started) / 1000;
      print(
        `${done.commands} lệnh / commands, ${done.events} sự kiện mới / new events, ${seconds.toFixed(1)} s ` +
          `(${Math.round(done.commands / seconds)} lệnh/s / commands/s)`,
      );
    });
}

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`a whole number, ${least}–${most}`);
    }
    return value;
  };

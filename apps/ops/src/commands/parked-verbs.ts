import type { ParkedPointer } from '#projections';
import type { Command } from 'commander';
import { print } from '../print.js';

/** What is parked, narrowed down. `owner`: name of a view or of a process. */
export interface ParkedWhich {
  readonly owner?: string | undefined;
  readonly stream?: string | undefined;
}

/** Of views, or of processes. */
export interface ParkedSource {
  /** Names the option and the argument. */
  readonly owner: 'view' | 'process';
  /** @throws Error when there is none of this name */
  named(name: string): string;
  /** A line for each. */
  list(which: ParkedWhich): Promise<readonly string[]>;
  /** `left`: what is still parked of it. */
  retry(which: ParkedWhich): Promise<{ readonly lines: readonly string[]; readonly left: number }>;
  /** `parked`: as listed. @returns what became of it */
  discard(owner: string, parked: string, reason: string): Promise<string>;
}

export interface ParkedTexts {
  readonly retry: string;
  /** What may be discarded, and how it is listed. */
  readonly event: string;
  readonly reason: string;
  readonly discard: string;
}

/** `list`, `retry` and `discard`: the same for views and for processes. */
export function registerParkedVerbs(parked: Command, source: ParkedSource, texts: ParkedTexts): void {
  const { owner } = source;
  const narrowed = (verb: string) => parked.command(verb).option(`--${owner} <name>`).option('--stream <name>');
  const whichOf = (options: Readonly<Record<string, string>>): ParkedWhich => ({
    owner: options[owner] && source.named(options[owner]),
    stream: options['stream'],
  });

  narrowed('list').action(async (options: Record<string, string>) => {
    const lines = await source.list(whichOf(options));
    for (const line of [...lines, `${lines.length} parked`]) print(line);
  });

  narrowed('retry')
    .description(texts.retry)
    .action(async (options: Record<string, string>) => {
      const { left, lines } = await source.retry(whichOf(options));
      for (const line of lines) print(line);
      if (left > 0) throw new Error('some events failed again: see "parked list"');
    });

  parked
    .command('discard')
    .argument(`<${owner}>`)
    .argument('<event>', texts.event)
    .requiredOption('--reason <text>', texts.reason)
    .description(texts.discard)
    .action(async (name: string, event: string, { reason }: { reason: string }) => {
      print(await source.discard(source.named(name), event, reason));
    });
}

/** As listed: stream@revision. */
export function eventNamed(event: string): { readonly stream: string; readonly revision: number } {
  const match = /^(.+)@(\d+)$/.exec(event);
  if (!match) throw new Error(`"${event}" does not read stream@revision`);
  const [, stream, revision] = match as unknown as [string, string, string];
  return { stream, revision: Number(revision) };
}

export const parkedLine = (owner: string, parked: ParkedPointer): string => {
  const { attempts, errorClass, errorMessage, eventType, parkedAt, revision, stream } = parked;
  const why = attempts === 0 ? 'waits' : `${errorClass}: ${errorMessage} (attempts: ${attempts})`;
  return `${parkedAt.toISOString()} ${owner} ${stream}@${revision} ${eventType} ${why}`;
};

export const retriedLine = (owner: string, stream: string, applied: number, left: number): string =>
  `${owner} ${stream}: ${applied} applied, ${left} left`;

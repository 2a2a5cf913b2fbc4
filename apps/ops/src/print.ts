import { Presets, SingleBar } from 'cli-progress';

/** Results: to standard output, so that they can be piped. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Everything else. */
export const warn = (line: string): void => void process.stderr.write(`${line}\n`);

/** On standard error. `format` as of cli-progress. */
export const progressBar = (format: string): SingleBar =>
  new SingleBar({ format, stream: process.stderr, noTTYOutput: false, hideCursor: true }, Presets.rect);

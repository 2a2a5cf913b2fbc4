import fc from 'fast-check';
import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CheckpointFile } from './checkpoint-file.js';

describe('CheckpointFile', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncs-checkpoints-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const note = (size: number) =>
    `nam-co-so/spec\n${size}\nroot\ntime x\n\n\u2014 k AAAA\n${size % 2 ? '\u2014 l BBBB\n' : ''}`;
  const notes = async (file: CheckpointFile) => {
    const found: string[] = [];
    for await (const each of file.entries()) found.push(each.note);
    return found;
  };

  it('gives back what was appended, with the lines where they begin; a missing file is empty', async () => {
    const file = new CheckpointFile(join(folder, 'new', 'checkpoints.log'));
    expect(await notes(file)).toEqual([]);
    expect(await file.end()).toEqual({ last: undefined, torn: Buffer.alloc(0) });
    for (const size of [1, 2, 3]) await file.append(note(size));
    const lines: number[] = [];
    for await (const { line } of file.entries()) lines.push(line);
    expect(await notes(file)).toEqual([note(1), note(2), note(3)]);
    expect(lines).toEqual([1, 9, 16]);
    expect(await file.end()).toEqual({ last: note(3), torn: Buffer.alloc(0) });
  });

  it('knows its last whole note and what is torn behind it, wherever a writer was killed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.nat(), async (count, seed) => {
        const file = new CheckpointFile(join(folder, `${count}-${seed}`));
        await file.appendText(Array.from({ length: count }, (_, size) => `${note(size)}\n`).join(''));
        const last = Buffer.byteLength(`${note(count)}\n`);
        const kept = seed % last;
        await file.append(note(count));
        const whole = (await readFile(file.path)).length;
        await truncate(file.path, whole - last + kept);
        const torn = Buffer.from(`${note(count)}\n`).subarray(0, kept);
        expect(await file.end()).toEqual({ last: note(count - 1), torn });
      }),
      { numRuns: 50 },
    );
  });
});

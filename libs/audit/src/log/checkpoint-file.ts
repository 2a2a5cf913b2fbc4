import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

export interface FileEntry {
  readonly note: string;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** No note is near as long, signatures included. */
const tailBytes = 65_536;
/** A line of a signature (an em dash in bytes) and the empty line behind it. */
const endOfNote = /\n\u00e2\u0080\u0094 [^\n]+\n\n/g;

/**
 * Notes one after the other, each followed by an empty line; only ever appended to. It is what leaves the database:
 * copy it to where the database's administrator can not write.
 */
export class CheckpointFile {
  constructor(readonly path: string) {}

  append(note: string): Promise<void> {
    return this.appendText(`${note}\n`);
  }

  /** On disk when it resolves. */
  async appendText(text: string | Uint8Array): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const file = await open(this.path, 'a', 0o644);
    try {
      await file.appendFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** In order. What a killed writer left half done comes last, as it is. */
  async *entries(): AsyncGenerator<FileEntry> {
    let note = '';
    let start = 1;
    let line = 0;
    for await (const text of this.lines()) {
      line++;
      // The first empty line belongs to the note; the one behind its signatures ends it.
      if (text === '' && note.includes('\n\n')) {
        yield { note, line: start };
        note = '';
        continue;
      }
      if (note === '') start = line;
      note += `${text}\n`;
    }
    if (note !== '') yield { note, line: start };
  }

  /** The last whole note, and what stands behind it: half a note, when a writer was killed. */
  async end(): Promise<{ readonly last: string | undefined; readonly torn: Buffer }> {
    const tail = await this.tail();
    // One character a byte: the half may end within a character.
    const text = tail.toString('latin1');
    const ends = [...text.matchAll(endOfNote)].map(({ 0: found, index }) => index + found.length);
    const end = ends.at(-1);
    if (end === undefined) return { last: undefined, torn: tail };
    return { last: tail.toString('utf8', ends.at(-2) ?? 0, end - 1), torn: tail.subarray(end) };
  }

  private async tail(): Promise<Buffer> {
    const file = await open(this.path, 'r').catch(ifMissing);
    if (!file) return Buffer.alloc(0);
    try {
      const { size } = await file.stat();
      const length = Math.min(size, tailBytes);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  private async *lines(): AsyncGenerator<string> {
    const file = await open(this.path, 'r').catch(ifMissing);
    if (!file) return;
    try {
      yield* createInterface({ input: createReadStream('', { fd: file, autoClose: false }), crlfDelay: Infinity });
    } finally {
      await file.close();
    }
  }
}

export function ifMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}

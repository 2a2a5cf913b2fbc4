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
const lastSignature = /\n\u2014 [^\n]+\n\n(?![^]*\n\u2014 [^\n]+\n\n)/u;

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
  async appendText(text: string): Promise<void> {
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
  async end(): Promise<{ readonly last: string | undefined; readonly torn: string }> {
    const tail = await this.tail();
    const found = lastSignature.exec(tail);
    if (!found) return { last: undefined, torn: tail };
    const end = found.index + found[0].length;
    const notes = tail.slice(0, end - 1);
    // The note before ends with an empty line as well; a note has one inside.
    const before = [...notes.matchAll(/\n\u2014 [^\n]+\n\n/gu)].at(-1);
    return { last: notes.slice(before ? before.index + before[0].length : 0), torn: tail.slice(end) };
  }

  private async tail(): Promise<string> {
    const file = await open(this.path, 'r').catch(ifMissing);
    if (!file) return '';
    try {
      const { size } = await file.stat();
      const length = Math.min(size, tailBytes);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.toString('utf8', 0, bytesRead);
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

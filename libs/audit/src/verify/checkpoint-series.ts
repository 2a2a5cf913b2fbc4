import type { CheckpointFile } from '../log/checkpoint-file.js';
import type { Sql } from '../log/audit-tables.js';
import { allCheckpoints } from '../log/checkpoint-table.js';
import { parseCheckpoint, signersOf, type Checkpoint } from '../offline/checkpoint.js';
import type { VerifierKey } from '../offline/signed-note.js';
import { finding, type Finding, type Place } from './findings.js';

export interface FoundCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly where: Place;
  readonly entry: string;
}

interface Entry {
  readonly note: string;
  readonly where: Place;
  readonly entry: string;
  readonly checkpoint: Checkpoint | undefined;
  readonly problem: string;
}

/** Signed in the last seconds: the other place may be about to get it. */
const stillBeingWrittenMs = 10_000;
const toldAtMost = 100;

/**
 * The checkpoints of table and file as one series, each with a valid signature. The two must tell the same; what is
 * altered or missing in one of them is a finding, and the series goes on with the other.
 */
export class CheckpointSeries {
  readonly findings: Finding[] = [];
  /** Findings beyond those listed. */
  untold = 0;
  counts = { table: 0, file: 0 };
  private current: VerifierKey | undefined;
  private lastSize = 0;

  constructor(
    private readonly keys: readonly VerifierKey[],
    private readonly now: Date,
    pinned?: VerifierKey,
  ) {
    this.current = pinned ?? keys[0];
  }

  async *read(sql: Sql, file: CheckpointFile): AsyncGenerator<FoundCheckpoint> {
    const table = this.tableEntries(sql);
    const lines = this.fileEntries(file);
    let [a, b] = [await next(table), await next(lines)];
    while (a || b) {
      const step = this.choose(a, b);
      if (step.good?.checkpoint && this.isInOrder(step.good)) {
        yield { checkpoint: step.good.checkpoint, where: step.good.where, entry: step.good.entry };
      }
      if (step.takeTable) a = await next(table);
      if (step.takeFile) b = await next(lines);
    }
  }

  private choose(table: Entry | undefined, file: Entry | undefined) {
    if (table && file && (table.note === file.note || !table.checkpoint || !file.checkpoint)) {
      for (const each of [table, file]) if (!each.checkpoint) this.altered(each);
      return { good: table.checkpoint ? table : file, takeTable: true, takeFile: true };
    }
    const takeTable = table !== undefined && (file === undefined || comesBefore(table, file));
    const only = takeTable ? table : file!;
    if (!only.checkpoint) this.altered(only);
    else this.missing(only, takeTable ? 'checkpoint-file' : 'checkpoint-table', !table || !file);
    return { good: only, takeTable, takeFile: !takeTable };
  }

  /** Sizes only grow, and each is signed by the key of its time, which hands over to the next in a common signature. */
  private isInOrder({ checkpoint, where, entry }: Entry): boolean {
    const { size, signedAt } = checkpoint!;
    const at = { entry: `${entry}, ${size} / ${signedAt}` };
    if (size < this.lastSize) {
      this.tell(finding('checkpoint-order', where, at));
      return false;
    }
    this.lastSize = size;
    const signers = signersOf(checkpoint!, this.keys);
    if (!signers.some(({ bytes }) => this.current?.bytes.equals(bytes))) {
      this.tell(finding('key-not-introduced', where, at, [`khóa ${signers[0]!.id}`, `key ${signers[0]!.id}`]));
    }
    this.current = signers.at(-1)!;
    return true;
  }

  private altered({ where, entry, problem }: Entry): void {
    this.tell(finding('checkpoint-altered', where, { entry }, [problem, problem]));
  }

  private missing({ checkpoint, entry, where }: Entry, from: Place, isLast: boolean): void {
    const { size, signedAt } = checkpoint!;
    if (isLast && this.now.getTime() - Date.parse(signedAt) < stillBeingWrittenMs) return;
    const seen: readonly [string, string] = [
      `cỡ ${size}, ký lúc ${signedAt}; còn ở ${where}, ${entry}`,
      `size ${size}, signed at ${signedAt}; still in ${where}, ${entry}`,
    ];
    this.tell(finding('checkpoint-missing', from, {}, seen));
  }

  private tell(found: Finding): void {
    if (this.findings.length < toldAtMost) this.findings.push(found);
    else this.untold++;
  }

  private async *tableEntries(sql: Sql): AsyncGenerator<Entry> {
    for await (const { id, note } of allCheckpoints(sql)) {
      this.counts = { ...this.counts, table: this.counts.table + 1 };
      yield this.parsed(note, 'checkpoint-table', `id ${id}`);
    }
  }

  private async *fileEntries(file: CheckpointFile): AsyncGenerator<Entry> {
    for await (const { note, line } of file.entries()) {
      this.counts = { ...this.counts, file: this.counts.file + 1 };
      yield this.parsed(note, 'checkpoint-file', `dòng / line ${line}`);
    }
  }

  private parsed(note: string, where: Place, entry: string): Entry {
    return { note, where, entry, ...parseSigned(note, this.keys) };
  }
}

/** With a valid signature of one of the keys, or what is wrong. */
export function parseSigned(
  note: string,
  keys: readonly VerifierKey[],
): { readonly checkpoint: Checkpoint | undefined; readonly problem: string } {
  try {
    const checkpoint = parseCheckpoint(note);
    signersOf(checkpoint, keys);
    return { checkpoint, problem: '' };
  } catch (error) {
    return { checkpoint: undefined, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Both are whole and differ: the one that was signed first is missing on the other side. */
const comesBefore = (a: Entry, b: Entry): boolean =>
  a.checkpoint!.size - b.checkpoint!.size < 0 ||
  (a.checkpoint!.size === b.checkpoint!.size && a.checkpoint!.signedAt < b.checkpoint!.signedAt);

async function next(entries: AsyncGenerator<Entry>): Promise<Entry | undefined> {
  const step = await entries.next();
  return step.done ? undefined : step.value;
}

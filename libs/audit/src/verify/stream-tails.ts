import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';

/** Where a stream stands: its last revision and that event's hash. */
export interface StreamTail {
  readonly revision: number;
  readonly hash: string;
}

/** About 200 bytes each. */
const inMemory = 200_000;
/** LMDB keys end at 1,978 bytes; a stream's name may be longer. */
const longestKey = 1_500;

/**
 * The tails of all streams of a history, however many: the recent ones in memory, the rest in a temporary LMDB file,
 * which is made only when it is needed.
 */
export class StreamTails {
  private readonly recent = new Map<string, StreamTail>();
  private spilled: { readonly folder: string; readonly database: RootDatabase<StreamTail> } | undefined;

  constructor(private readonly limit = inMemory) {}

  get(stream: string): StreamTail | undefined {
    return (
      this.recent.get(stream) ??
      (this.spilled && stream.length < longestKey ? this.spilled.database.get(stream) : undefined)
    );
  }

  set(stream: string, tail: StreamTail): void {
    this.recent.set(stream, tail);
    if (this.recent.size > this.limit) this.spill();
  }

  /** Every stream once. */
  *entries(): Generator<readonly [string, StreamTail]> {
    yield* this.recent;
    if (!this.spilled) return;
    for (const { key, value } of this.spilled.database.getRange()) {
      const stream = key as string;
      if (!this.recent.has(stream)) yield [stream, value];
    }
  }

  async close(): Promise<void> {
    if (!this.spilled) return;
    await this.spilled.database.close();
    rmSync(this.spilled.folder, { recursive: true, force: true });
  }

  private spill(): void {
    const { database } = (this.spilled ??= this.openFile());
    const kept: [string, StreamTail][] = [];
    database.transactionSync(() => {
      for (const [stream, tail] of this.recent) {
        if (stream.length < longestKey) database.putSync(stream, tail);
        else kept.push([stream, tail]);
      }
    });
    this.recent.clear();
    for (const [stream, tail] of kept) this.recent.set(stream, tail);
  }

  private openFile() {
    const folder = mkdtempSync(join(tmpdir(), 'ncs-verify-'));
    return { folder, database: open<StreamTail>({ path: join(folder, 'tails.mdb'), noSync: true }) };
  }
}

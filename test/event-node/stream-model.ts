/** Small reference model of streams: the rules of EventStoreDB in the plainest form, without positions or bytes. */
export type Outcome = 'written' | 'wrong' | 'deleted' | 'missing';

export const ANY = -2;
export const NO_STREAM = -1;
export const STREAM_EXISTS = -4;

interface Metadata {
  readonly maxCount?: number;
  readonly truncateBefore?: number;
  readonly softDeleted?: boolean;
}

export class StreamModel {
  /** Ids by revision. */
  readonly ids: string[] = [];
  tombstoned = false;
  private metadata: Metadata = {};
  private hasMetadata = false;
  private readonly recent = new Map<string, number>();

  /** The memory behind idempotent "any" appends does not survive the process. */
  killed(): void {
    this.recent.clear();
  }

  append(expected: number, ids: readonly string[]): { outcome: Outcome; revision?: number } {
    if (this.tombstoned) return { outcome: 'deleted' };
    const last = this.ids.length - 1;
    if (expected === STREAM_EXISTS && this.metadata.softDeleted) return { outcome: 'deleted' };
    if (expected === STREAM_EXISTS && last < 0 && !this.hasMetadata) return { outcome: 'wrong' };
    const weak = expected === ANY || expected === STREAM_EXISTS;
    if (weak && this.recent.has(ids[0] as string)) {
      const known = ids.map((id) => this.recent.get(id));
      return known.includes(undefined)
        ? { outcome: 'wrong' }
        : { outcome: 'written', revision: known.at(-1) as number };
    }
    if (!weak && expected !== last) {
      if (expected > last) return { outcome: 'wrong' };
      const same = ids.every((id, index) => this.ids[expected + 1 + index] === id);
      const startsAnew = expected === NO_STREAM && this.metadata.softDeleted === true && this.ids[0] !== ids[0];
      if (!startsAnew) return same ? { outcome: 'written', revision: expected + ids.length } : { outcome: 'wrong' };
    }
    if (this.metadata.softDeleted) {
      const { softDeleted: _deleted, ...kept } = this.metadata;
      this.metadata = { ...kept, truncateBefore: last + 1 };
    }
    for (const id of ids) this.recent.set(id, this.ids.push(id) - 1);
    return { outcome: 'written', revision: this.ids.length - 1 };
  }

  private refusal(expected: number): Outcome | undefined {
    if (this.tombstoned) return 'deleted';
    const last = this.ids.length - 1;
    if (expected === ANY) return undefined;
    if (expected === STREAM_EXISTS) {
      if (this.metadata.softDeleted) return 'deleted';
      return last < 0 && !this.hasMetadata ? 'wrong' : undefined;
    }
    if (expected === NO_STREAM && this.metadata.softDeleted) return undefined;
    return expected === last ? undefined : 'wrong';
  }

  delete(expected: number): Outcome {
    if (!this.tombstoned && this.ids.length === 0 && !this.hasMetadata) return 'wrong';
    const refusal = this.refusal(expected);
    if (refusal) return refusal;
    this.metadata = { softDeleted: true };
    this.hasMetadata = true;
    return 'written';
  }

  tombstone(expected: number): Outcome {
    const refusal = this.refusal(expected);
    if (refusal) return refusal;
    this.tombstoned = true;
    return 'written';
  }

  setMetadata(metadata: Metadata): Outcome {
    if (this.tombstoned) return 'deleted';
    this.metadata = this.metadata.softDeleted ? { ...metadata, truncateBefore: this.ids.length } : metadata;
    this.hasMetadata = true;
    return 'written';
  }

  /** Readable revisions, ascending; or why there are none to read. */
  read(): Outcome | number[] {
    if (this.tombstoned) return 'deleted';
    if (this.ids.length === 0 || this.metadata.softDeleted) return 'missing';
    const { maxCount, truncateBefore = 0 } = this.metadata;
    const first = Math.max(truncateBefore, maxCount === undefined ? 0 : this.ids.length - maxCount);
    return this.ids.map((_, revision) => revision).filter((revision) => revision >= first);
  }
}

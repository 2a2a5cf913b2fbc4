import { chainHash, type EventMetadata } from '#kernel';
import { open, type Database } from 'lmdb';

/*
 * What a person with access to the node's data folder can do to it, below every interface: the file is opened with the
 * lmdb package while the node is stopped. A stored event is a header of 64 bytes and the frame that readers get; the
 * header has, from byte 24, ten 32-bit numbers: where the event, its stream, type, metadata and data begin and end.
 */
export class StoredBytes {
  private constructor(private readonly events: Database<Buffer, number>) {}

  static async change(file: string, work: (bytes: StoredBytes) => void): Promise<void> {
    const root = open<Buffer>({ path: file, noSubdir: true, overlappingSync: false, maxDbs: 4, encoding: 'binary' });
    const events = root.openDB<Buffer, number>('events', { encoding: 'binary' });
    root.transactionSync(() => work(new StoredBytes(events)));
    await root.close();
  }

  /** Positions of the domain's events, in order. */
  get positions(): number[] {
    return [...this.events.getKeys()].filter((position) => !this.part(position, 'type').startsWith('$'));
  }

  /** The record of the n-th domain event. */
  record(n: number): Buffer {
    return this.events.get(this.positions[n]!)!;
  }

  put(n: number, record: Buffer): void {
    this.events.putSync(this.positions[n]!, record);
  }

  part(position: number, name: keyof typeof parts): string {
    const record = this.events.get(position)!;
    const [start, end] = rangeOf(record, name);
    return record.toString('utf8', start, end);
  }

  /** Replaces text of the same length in one part of the n-th event. */
  replace(n: number, name: keyof typeof parts, from: string | RegExp, to: string): void {
    const record = Buffer.from(this.record(n));
    const [start, end] = rangeOf(record, name);
    // Byte for character, so that what is not touched stays as it is.
    const text = record.toString('latin1', start, end);
    const changed = Buffer.from(text.replace(from, to), 'latin1');
    if (changed.length !== end - start || changed.equals(record.subarray(start, end)))
      throw new Error(`"${to}" does not fit`);
    changed.copy(record, start);
    this.put(n, record);
  }

  /** Flips bits of one byte; `at` counts within the part. */
  alterByte(n: number, name: keyof typeof parts, at: number, mask: number): { before: string; after: string } {
    const record = Buffer.from(this.record(n));
    const [start, end] = rangeOf(record, name);
    const before = record.toString('utf8', start, end);
    record[start + (at % (end - start))]! ^= mask;
    this.put(n, record);
    return { before, after: record.toString('utf8', start, end) };
  }

  /** A careful forger: hashes of the n-th event and of all after it in its stream are computed anew. */
  rechain(n: number): void {
    const stream = this.part(this.positions[n]!, 'stream');
    let previous = (JSON.parse(this.part(this.positions[n]!, 'metadata')) as EventMetadata).chain.previous;
    for (let at = n; at < this.positions.length; at++) {
      const position = this.positions[at]!;
      if (this.part(position, 'stream') !== stream) continue;
      const { chain, ...metadata } = JSON.parse(this.part(position, 'metadata')) as EventMetadata;
      const event = {
        stream,
        revision: this.record(at).readDoubleLE(16),
        id: this.idOf(at),
        type: this.part(position, 'type'),
        data: JSON.parse(this.part(position, 'data')) as Record<string, unknown>,
      };
      const hash = chainHash({ ...event, metadata }, previous);
      if (previous !== null && chain.previous !== previous) this.replace(at, 'metadata', chain.previous!, previous);
      if (chain.hash !== hash) this.replace(at, 'metadata', chain.hash, hash);
      previous = hash;
    }
  }

  idOf(n: number): string {
    const record = this.record(n);
    const start = record.readUInt32LE(24) + 4;
    return record.toString('latin1', start, start + 36);
  }

  /** Every later event moves up by one place; the node needs positions without a gap. */
  remove(n: number, count = 1): void {
    const records = this.positions.map((_, at) => Buffer.from(this.record(at)));
    records.splice(n, count);
    const positions = this.positions;
    for (const [at, position] of positions.entries()) {
      if (at < records.length) this.events.putSync(position, records[at]!);
      else this.events.removeSync(position);
    }
  }

  insert(n: number, record: Buffer): void {
    const records: Buffer[] = this.positions.map((_, at) => Buffer.from(this.record(at)));
    records.splice(n, 0, record);
    const positions = this.positions;
    positions.push(positions.at(-1)! + 1);
    for (const [at, position] of positions.entries()) this.events.putSync(position, records[at]!);
  }

  swap(a: number, b: number): void {
    const [first, second] = [Buffer.from(this.record(a)), Buffer.from(this.record(b))];
    this.put(a, second);
    this.put(b, first);
  }
}

const parts = { event: 0, stream: 2, type: 4, metadata: 6, data: 8 } as const;

const rangeOf = (record: Buffer, name: keyof typeof parts): [number, number] => [
  record.readUInt32LE(24 + 4 * parts[name]),
  record.readUInt32LE(28 + 4 * parts[name]),
];

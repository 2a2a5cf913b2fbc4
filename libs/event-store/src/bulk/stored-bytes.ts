import type { EventMetadata, JsonObject, Position } from '#kernel';
import type { StoredEvent } from '../event-store.js';
import { FieldWalker, MalformedAnswerError, wideNumber } from './protobuf.js';
import { schemaVersionIn } from './schema-version.js';

/** Field numbers of `RecordedEvent` in the published streams.proto. */
const field = { id: 1, stream: 2, revision: 3, prepare: 4, commit: 5, properties: 6, metadata: 7, data: 8 } as const;
/** `StreamIdentifier.stream_name` and `UUID.string`. */
const streamName = 3;
const idText = 2;

const walker = new FieldWalker();
const inner = new FieldWalker();

/**
 * A stored event that still lies in the server's answer: each part is decoded when it is asked for, and only then. Most
 * views never look at the metadata, which is two thirds of an event.
 */
export class StoredBytes implements StoredEvent {
  readonly type: string;
  /** Of {@link position}, rounded beyond 2^53: for comparing only. */
  readonly commit: number;
  private readonly isJson: boolean;
  private readonly dataStart: number;
  private readonly dataEnd: number;
  private readonly metadataStart: number;
  private readonly metadataEnd: number;
  private parsedData: JsonObject | undefined;
  private parsedMetadata: EventMetadata | undefined;
  private parsedStream: string | undefined;

  constructor(
    private readonly bytes: Buffer,
    private readonly start: number,
    private readonly end: number,
    types: TypeNames,
  ) {
    let type = '<no-event-type-provided>';
    let commit = 0;
    let isJson = false;
    let [dataStart, dataEnd, metadataStart, metadataEnd] = [0, 0, 0, 0];
    walker.over(bytes, start, end);
    while (walker.next()) {
      if (walker.field === field.data) [dataStart, dataEnd] = [walker.start, walker.end];
      else if (walker.field === field.metadata) [metadataStart, metadataEnd] = [walker.start, walker.end];
      else if (walker.field === field.commit) commit = walker.number();
      else if (walker.field === field.properties) {
        const keyLength = readProperty(bytes, walker.start, walker.end);
        if (keyLength === 'type'.length) type = types.at(bytes, inner.start, inner.end);
        else if (keyLength === 'content-type'.length) isJson = equals(bytes, inner.start, inner.end, jsonType);
      }
    }
    this.type = type;
    this.commit = commit;
    this.isJson = isJson;
    this.dataStart = dataStart;
    this.dataEnd = dataEnd;
    this.metadataStart = metadataStart;
    this.metadataEnd = metadataEnd;
  }

  get id(): string {
    const [start, end] = this.within(field.id, idText);
    return this.bytes.toString('latin1', start, end);
  }

  get stream(): string {
    if (this.parsedStream !== undefined) return this.parsedStream;
    const [start, end] = this.within(field.stream, streamName);
    return (this.parsedStream = this.bytes.toString('utf8', start, end));
  }

  get revision(): number {
    return Number(this.wide(field.revision));
  }

  get position(): Position {
    return { commit: this.wide(field.commit), prepare: this.wide(field.prepare) };
  }

  /** The server counts ticks of 100 ns. */
  get created(): string {
    const { bytes } = this;
    walker.over(bytes, this.start, this.end);
    while (walker.next()) {
      if (walker.field !== field.properties) continue;
      if (readProperty(bytes, walker.start, walker.end) !== 'created'.length) continue;
      const ticks = BigInt(bytes.toString('latin1', inner.start, inner.end));
      return new Date(Number(ticks / 10_000n)).toISOString();
    }
    return new Date(0).toISOString();
  }

  /** What is no JSON stays as it is, as in the official client: bytes, or the text of broken JSON. */
  get data(): JsonObject {
    return (this.parsedData ??= this.parseData() as JsonObject);
  }

  get metadata(): EventMetadata {
    return (this.parsedMetadata ??= this.parseMetadata() as EventMetadata);
  }

  /** Of the metadata, without parsing the rest of them. */
  get schemaVersion(): number | undefined {
    if (this.parsedMetadata !== undefined) return this.parsedMetadata.schemaVersion;
    return schemaVersionIn(this.bytes, this.metadataStart, this.metadataEnd);
  }

  private parseData(): unknown {
    const { bytes, dataStart, dataEnd } = this;
    if (!this.isJson) return Uint8Array.prototype.slice.call(bytes, dataStart, dataEnd);
    const text = bytes.toString('utf8', dataStart, dataEnd);
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  }

  private parseMetadata(): unknown {
    const { bytes, metadataStart, metadataEnd } = this;
    if (metadataStart === metadataEnd) return undefined;
    try {
      return JSON.parse(bytes.toString('utf8', metadataStart, metadataEnd)) as unknown;
    } catch {
      return Uint8Array.prototype.slice.call(bytes, metadataStart, metadataEnd);
    }
  }

  private wide(wanted: number): bigint {
    const [start, end] = this.place(walker, this.start, this.end, wanted);
    return wideNumber(this.bytes, start, end);
  }

  private within(outer: number, wanted: number): readonly [number, number] {
    const [start, end] = this.place(walker, this.start, this.end, outer);
    return this.place(inner, start, end, wanted);
  }

  private place(by: FieldWalker, start: number, end: number, wanted: number): readonly [number, number] {
    by.over(this.bytes, start, end);
    while (by.next()) if (by.field === wanted) return [by.start, by.end];
    // A number that is zero is not sent.
    return [start, start];
  }
}

/** Points {@link inner} at the value of a map entry. @returns the key's length: the server's three keys differ in it */
function readProperty(bytes: Buffer, start: number, end: number): number {
  let keyLength = 0;
  inner.over(bytes, start, end);
  while (inner.next()) {
    if (inner.field === 2) return keyLength;
    keyLength = inner.end - inner.start;
  }
  throw new MalformedAnswerError('a property without a value');
}

const jsonType = Buffer.from('application/json');

function equals(bytes: Buffer, start: number, end: number, other: Buffer): boolean {
  if (end - start !== other.length) return false;
  for (let index = 0; index < other.length; index++) if (bytes[start + index] !== other[index]) return false;
  return true;
}

/** The names of event types, each made into a string once. */
export class TypeNames {
  private readonly byLength: { readonly bytes: Buffer; readonly text: string }[][] = [];

  at(bytes: Buffer, start: number, end: number): string {
    const known = (this.byLength[end - start] ??= []);
    for (const each of known) if (equals(bytes, start, end, each.bytes)) return each.text;
    const text = bytes.toString('utf8', start, end);
    // Whoever names types after data would fill the memory.
    if (known.length < 1_000) known.push({ bytes: Buffer.from(bytes.subarray(start, end)), text });
    return text;
  }
}

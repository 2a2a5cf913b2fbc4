import type { StoredEvent } from '#event-store';
import { chainHash, derivedId, type EventMetadata, type JsonObject } from '#kernel';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { leafRecordOf } from '../log/leaf.js';
import { ChainCheck, type ChainFault } from './chain-check.js';
import { compare } from './differences.js';
import { StreamTails } from './stream-tails.js';

function storedEvents(streams: readonly string[], data: JsonObject = { mark: 'present' }): StoredEvent[] {
  const tails = new Map<string, { revision: number; hash: string }>();
  return streams.map((stream, index) => {
    const tail = tails.get(stream);
    const commandId = derivedId('test', index);
    const metadata: Omit<EventMetadata, 'chain'> = {
      $correlationId: commandId,
      $causationId: commandId,
      commandId,
      command: 'spec',
      commandDigest: 'd',
      actor: { subject: 's', role: 'office', unitId: 'u' },
      recordedAt: '2024-08-29T02:00:00.000Z',
      effectiveAt: '2024-08-29',
      schemaVersion: 1,
    };
    const event = {
      stream,
      revision: tail ? tail.revision + 1 : 0,
      id: derivedId(commandId, 0),
      type: 'a.Happened',
      data,
    };
    const previous = tail?.hash ?? null;
    const hash = chainHash({ ...event, metadata }, previous);
    tails.set(stream, { revision: event.revision, hash });
    const position = { commit: BigInt(index + 1), prepare: BigInt(index + 1) };
    const created = '2024-08-29T02:00:00.010Z';
    return { ...event, position, created, metadata: { ...metadata, chain: { previous, hash } } };
  });
}

async function faults(events: readonly StoredEvent[], limit?: number): Promise<(ChainFault | undefined)[]> {
  const check = new ChainCheck(new StreamTails(limit));
  const found = events.map((event) => check.check(event));
  await check.close();
  return found;
}

describe('ChainCheck', () => {
  it('finds nothing in whole streams, also when their tails do not fit in memory', async () => {
    const streams = fc.array(
      fc.integer({ min: 1, max: 9 }).map((n) => `meeting-${n}`),
      { minLength: 1, maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(streams, async (names) => {
        const events = storedEvents(names);
        expect(await faults(events)).toEqual(events.map(() => undefined));
      }),
    );
    const many = storedEvents(Array.from({ length: 60 }, (_, n) => `meeting-${n % 20}`));
    expect(await faults(many, 3)).toEqual(many.map(() => undefined));
    expect((await faults(many.toSpliced(5, 1), 3)).filter(Boolean)).toEqual(['missing-before']);
  });

  it('tells each fault once, where it is', async () => {
    const events = storedEvents(['a-1', 'b-1', 'a-1', 'a-1', 'b-1']);
    const [first, , third] = events as [StoredEvent, StoredEvent, StoredEvent];
    expect(await faults(events.with(2, { ...third, data: {} }))).toEqual([
      undefined,
      undefined,
      'altered',
      undefined,
      undefined,
    ]);
    expect(await faults(events.toSpliced(2, 1))).toEqual([undefined, undefined, 'missing-before', undefined]);
    expect(await faults([first, ...events])).toEqual([undefined, 'repeated', ...events.slice(1).map(() => undefined)]);
    expect(await faults(events.slice(2))).toEqual(['missing-before', undefined, 'missing-before']);
    const other = storedEvents(['a-1'], { mark: 'absent' })[0]!;
    expect(await faults(events.with(0, other))).toEqual([undefined, undefined, 'broken-link', undefined, undefined]);
  });

  it('does not let anything hide beside the hash', async () => {
    const [event] = storedEvents(['a-1']) as [StoredEvent];
    const { chain } = event.metadata;
    const more = { ...event, metadata: { ...event.metadata, chain: { ...chain, note: 'x' } } };
    expect(await faults([more])).toEqual(['unchained']);
    for (const metadata of [undefined, null, 'x', {}, { chain: null }, { chain: {} }]) {
      expect(await faults([{ ...event, metadata: metadata as unknown as EventMetadata }])).toEqual(['unchained']);
    }
    expect(await faults([{ ...event, data: { half: '\ud83d' } }])).toEqual(['altered']);
    expect(await faults([{ ...event, data: 'no object' as unknown as JsonObject }])).toEqual(['altered']);
  });

  /** As the client reads stored bytes: what is no JSON comes as it is. */
  const read = (bytes: Buffer): unknown => {
    try {
      return JSON.parse(bytes.toString('utf8'));
    } catch {
      return bytes.toString('utf8');
    }
  };

  it('any changed byte of data or metadata is found, unless it spells the same values', async () => {
    const data = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { minKeys: 1, maxKeys: 6 });
    const place = fc.record({ inMetadata: fc.boolean(), at: fc.nat(), mask: fc.integer({ min: 1, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(data, place, async (values, { inMetadata, at, mask }) => {
        const [event] = storedEvents(['a-1'], JSON.parse(JSON.stringify(values)) as JsonObject) as [StoredEvent];
        const part = inMetadata ? 'metadata' : 'data';
        const bytes = Buffer.from(JSON.stringify(event[part]));
        bytes[at % bytes.length]! ^= mask;
        const altered = { ...event, [part]: read(bytes) } as StoredEvent;
        const isSame = isDeepStrictEqual(altered[part], event[part]);
        const [fault] = await faults([altered]);
        const leaf = { ...leafRecordOf(event), index: 0 };
        expect(fault !== undefined || compare(altered, leaf) !== undefined).toBe(!isSame);
      }),
      { numRuns: 500 },
    );
  });
});

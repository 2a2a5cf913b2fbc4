import fc from 'fast-check';
import { chainHash, findChainFault, type ChainedEvent } from './hash-chain.js';
import { derivedId } from './ids.js';
import { canonicalJson } from './json.js';
import type { EventMetadata } from './metadata.js';

type Stored = Omit<ChainedEvent, 'metadata'> & { readonly metadata: EventMetadata };

const metadata: Omit<EventMetadata, 'chain'> = {
  $correlationId: 'c',
  $causationId: 'c',
  commandId: 'k',
  command: 'assign-cadre',
  commandDigest: 'd',
  actor: { subject: 's', role: 'office', unitId: 'u' },
  recordedAt: '2024-08-29T02:00:00.000Z',
  effectiveAt: '2024-08-29',
  schemaVersion: 1,
};

function chainOf(facts: readonly number[]): Stored[] {
  let previous: string | null = null;
  return facts.map((fact, revision) => {
    const event = {
      stream: 'meeting-1',
      revision,
      id: derivedId('k', revision),
      type: 'spec.Happened',
      data: { fact },
    };
    const hash = chainHash({ ...event, metadata }, previous);
    const stored = { ...event, metadata: { ...metadata, chain: { previous, hash } } };
    previous = hash;
    return stored;
  });
}

const facts = fc.array(fc.integer(), { minLength: 2, maxLength: 12 });

describe('hash chain', () => {
  it('finds no fault in an untouched stream, whatever the order of keys', () => {
    fc.assert(
      fc.property(facts, (values) => {
        const reordered = chainOf(values).map((event) => JSON.parse(canonicalJson(event)) as Stored);
        expect(findChainFault(reordered)).toBeUndefined();
      }),
    );
  });

  const tampering: Record<string, (event: Stored) => Stored> = {
    'a fact': (event) => ({ ...event, data: { fact: 'forged' } }),
    'the time of recording': (event) => ({
      ...event,
      metadata: { ...event.metadata, recordedAt: '2023-01-01T00:00:00.000Z' },
    }),
    'the actor': (event) => ({
      ...event,
      metadata: { ...event.metadata, actor: { ...event.metadata.actor, subject: 'somebody else' } },
    }),
    'the decision': (event) => ({
      ...event,
      metadata: { ...event.metadata, decision: { number: '1', date: '2024-01-01', issuer: 'x' } },
    }),
    'the type': (event) => ({ ...event, type: 'spec.Undone' }),
    'the id': (event) => ({ ...event, id: derivedId('other', 0) }),
  };

  it.each(Object.entries(tampering))('names the first event in which %s was altered', (_what, tamper) => {
    fc.assert(
      fc.property(facts, fc.nat(), (values, seed) => {
        const events = chainOf(values);
        const at = seed % events.length;
        events[at] = tamper(events[at]!);
        expect(findChainFault(events)).toEqual({ revision: at, fault: 'altered' });
      }),
    );
  });

  it('notices a removed, a repeated and a swapped event', () => {
    const [a, b, c] = chainOf([1, 2, 3]) as [Stored, Stored, Stored];
    expect(findChainFault([b, c])).toEqual({ revision: 1, fault: 'missing-before' });
    expect(findChainFault([a, c])).toEqual({ revision: 2, fault: 'missing-before' });
    expect(findChainFault([a, { ...c, revision: 1 }, { ...b, revision: 2 }])).toEqual({
      revision: 1,
      fault: 'out-of-order',
    });
  });
});

import fc from 'fast-check';
import { schemaVersionIn } from './schema-version.js';

/** Somewhere within other bytes, as in an answer. */
const versionOf = (text: string): number | undefined => {
  const before = Buffer.from('{"schemaVersion":99}');
  const bytes = Buffer.concat([before, Buffer.from(text), before]);
  return schemaVersionIn(bytes, before.length, bytes.length - before.length);
};

describe('schemaVersionIn', () => {
  it('never tells another number than parsing does', () => {
    const values = fc.object({ key: fc.constantFrom('schemaVersion', 'chain', 'a"b', '\\', 'reason'), maxDepth: 3 });
    const nasty = fc.constantFrom('"schemaVersion":3', '\\"schemaVersion":4,', '}', '{"schemaVersion":5}', 'ấ\\');
    const metadata = fc.record({ reason: nasty, schemaVersion: fc.oneof(fc.nat(), values, nasty), chain: values });
    const property = fc.property(metadata, values, (own, other) => {
      const whole = { ...other, ...own };
      const told = versionOf(JSON.stringify(whole));
      if (told !== undefined) expect(told).toBe(whole.schemaVersion);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('tells it of metadata as we write them', () => {
    const metadata = { reason: 'vì "schemaVersion":7', schemaVersion: 12, chain: { previous: null, hash: '\\"}' } };
    expect(versionOf(JSON.stringify(metadata))).toBe(12);
    expect(versionOf('{"schemaVersion":3}')).toBe(3);
  });

  it.each([
    '',
    '{}',
    '{"a":{"schemaVersion":2}}',
    '{"schemaVersion":1.5}',
    '{"schemaVersion":null}',
    '[{"schemaVersion":2}]',
  ])('leaves the rest to parsing: %s', (text) => expect(versionOf(text)).toBeUndefined());
});

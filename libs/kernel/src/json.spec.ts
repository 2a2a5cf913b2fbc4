import fc from 'fast-check';
import { canonicalJson } from './json.js';

describe('canonicalJson', () => {
  it('writes the examples of RFC 8785', () => {
    expect(
      canonicalJson({
        numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
        string: '\u20ac$\u000f\nA\'B"\\\\"/',
        literals: [null, true, false],
      }),
    ).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    const shuffled = Object.fromEntries(sorted.toReversed().map((key) => [key, true]));
    expect(canonicalJson(shuffled)).toBe(`{${sorted.map((key) => `${JSON.stringify(key)}:true`).join(',')}}`);
  });

  it('says the same of equal values, whatever the order of their keys, and loses nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(turned(value))).toBe(text);
      }),
    );
  });

  it('leaves out what is undefined', () => {
    expect(canonicalJson({ b: undefined, a: [1] })).toBe('{"a":[1]}');
  });

  it.each([
    ['undefined', undefined],
    ['NaN', NaN],
    ['a function', { f: () => 1 }],
    ['a bigint', { n: 1n }],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow();
  });

  it('refuses what contains itself', () => {
    const round: Record<string, unknown> = {};
    round['self'] = round;
    expect(() => canonicalJson(round)).toThrow();
  });
});

/** The same value with the keys of its objects the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, turned(member)]),
  );
}

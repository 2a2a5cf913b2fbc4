import fc from 'fast-check';
import { comparePositions, formatPosition, parsePosition } from './recorded-event.js';

const position = fc.record({ commit: fc.bigInt(0n, 2n ** 62n), prepare: fc.bigInt(0n, 2n ** 62n) });

describe('positions', () => {
  it('survive their text form', () => {
    fc.assert(fc.property(position, (value) => expect(parsePosition(formatPosition(value))).toEqual(value)));
  });

  it('are refused as text when malformed', () => {
    for (const text of ['', '1', '1/', '/1', '-1/1', '1/1/1', 'a/b', ' 1/1', `${'1'.repeat(20)}/1`]) {
      expect(parsePosition(text)).toBeUndefined();
    }
  });

  it('are ordered by commit, then prepare; zero is a position', () => {
    fc.assert(
      fc.property(position, position, (a, b) => {
        const order = a.commit === b.commit ? Number(a.prepare - b.prepare) : Number(a.commit - b.commit);
        expect(Math.sign(comparePositions(a, b))).toBe(Math.sign(order));
      }),
    );
    expect(comparePositions({ commit: 0n, prepare: 0n }, { commit: 0n, prepare: 1n })).toBe(-1);
  });
});

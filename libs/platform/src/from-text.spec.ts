import { IsArray, IsBoolean, IsInt, IsString } from 'class-validator';
import { fromText } from './from-text.js';

class Inner {
  @IsString() number!: string;
  @IsInt() size!: number;
}

class Outer {
  @IsString() name!: string;
  @IsInt() count!: number;
  @IsBoolean() isOpen!: boolean;
  @IsArray() ids!: string[];
  @IsString() inner!: Inner;
}

describe('fromText', () => {
  it.each<[Record<string, string>, object]>([
    [
      { name: '007', count: '12', isOpen: 'false', ids: 'a; b' },
      { name: '007', count: 12, isOpen: false, ids: ['a', 'b'] },
    ],
    [{ 'inner.number': '1', 'inner.size': '2' }, { inner: { number: '1', size: 2 } }],
    [{ 'lines.0.cadreId': 'x', 'lines.1.cadreId': 'y' }, { lines: [{ cadreId: 'x' }, { cadreId: 'y' }] }],
    [{ name: '', count: '' }, {}],
    [{ count: ' 1' }, { count: ' 1' }],
    [{ count: '0x10' }, { count: '0x10' }],
    [{ isOpen: 'yes' }, { isOpen: 'yes' }],
    [{ name: 'a', 'name.b': 'c' }, { name: 'a' }],
  ])('reads %j', (texts, expected) => {
    expect(fromText(Outer, texts)).toEqual(expected);
  });

  it('reaches no prototype', () => {
    fromText(Outer, { '__proto__.isAdmin': 'true', 'constructor.prototype.isAdmin': 'true' });
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
    expect((Object as unknown as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  });
});

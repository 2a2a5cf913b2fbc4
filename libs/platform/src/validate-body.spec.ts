import { DomainError, type FieldProblem } from '#kernel';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import { Decision, IsDay, IsDecision, IsLine, IsMonth, OptionalDecision } from './fields.js';
import { validateBody } from './validate-body.js';

class Line {
  @IsUUID() cadreId!: string;
}

class Body {
  @IsUUID() unitId!: string;
  @IsLine(20) name!: string;
  @IsDay() on!: string;
  @IsDecision() decision!: Decision;
  @IsOptional() @IsMonth() month?: string;
  @IsOptional() @IsIn(['a', 'b']) kind?: string;
  @IsOptional() @IsInt() @Min(1) @Max(9) size?: number;
  @IsOptional() @IsArray() @ArrayMaxSize(2) @ValidateNested({ each: true }) @Type(() => Line) lines?: Line[];
  @OptionalDecision() also?: Decision;
}

const decision = { number: '1391-QĐ/TU', date: '2024-08-29', issuer: 'Tỉnh ủy Bắc Kạn' };
const good = { unitId: '3a9b2a54-6c2a-4b56-8a5a-0f6e61a5c001', name: 'Chi bộ ấp 3', on: '2024-08-29', decision };

function problemsOf(body: unknown): readonly FieldProblem[] {
  try {
    validateBody(Body, body);
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'request.invalid', kind: 'field' });
    return (error as DomainError).fields;
  }
  return [];
}

const codesOf = (body: unknown) => problemsOf(body).map(({ field, code }) => `${field}: ${code}`);

describe('validateBody', () => {
  it('makes an instance, nested ones too', () => {
    const body = validateBody(Body, { ...good, lines: [{ cadreId: good.unitId }] });
    expect(body).toBeInstanceOf(Body);
    expect(body.decision).toBeInstanceOf(Decision);
    expect(body.lines![0]).toBeInstanceOf(Line);
    expect({ ...body, decision: { ...body.decision } }).toMatchObject(good);
  });

  it.each<[string, unknown, string[]]>([
    ['a list', [], [': is-object']],
    ['a text', 'x', [': is-object']],
    ['nothing', undefined, [': is-object']],
    ['an empty object', {}, ['unitId: required', 'name: required', 'on: required', 'decision: required']],
    ['a field nobody knows', { ...good, salary: 1 }, ['salary: unknown-field']],
    ['the envelope', { ...good, envelope: { actor: 1 } }, ['envelope: unknown-field']],
    ['a bad id', { ...good, unitId: 'x' }, ['unitId: is-uuid']],
    ['an id that is an object', { ...good, unitId: { $ne: null } }, ['unitId: is-uuid']],
    ['a blank line', { ...good, name: '  ' }, ['name: is-not-blank']],
    ['a long line', { ...good, name: 'x'.repeat(21) }, ['name: is-length']],
    ['a day that does not exist', { ...good, on: '2023-02-29' }, ['on: is-day']],
    ['a month 13', { ...good, month: '2024-13' }, ['month: matches']],
    ['a value outside the list', { ...good, kind: 'c' }, ['kind: is-in']],
    ['a fraction', { ...good, size: 1.5 }, ['size: is-int']],
    ['a number beyond its bound', { ...good, size: 10 }, ['size: max']],
    ['a number as text', { ...good, size: '5' }, ['size: max', 'size: min', 'size: is-int']],
    ['a huge number', { ...good, size: 1e300 }, ['size: is-safe-number', 'size: max']],
    ['a list for a nested object', { ...good, decision: [] }, ['decision: is-object']],
    ['a text for a nested object', { ...good, decision: 'x' }, ['decision: is-object']],
    ['null for a required object', { ...good, decision: null }, ['decision: required']],
    ['a bad nested field', { ...good, decision: { ...decision, date: '29/8/2024' } }, ['decision.date: is-day']],
    ['an unknown nested field', { ...good, also: { ...decision, x: 1 } }, ['also.x: unknown-field']],
    ['a bad item', { ...good, lines: [{ cadreId: 'x' }] }, ['lines.0.cadreId: is-uuid']],
    ['too many items', { ...good, lines: [1, 2, 3].map(() => ({ cadreId: good.unitId })) }, ['lines: array-max-size']],
    ['a NUL', { ...good, name: 'a\u0000b' }, ['name: is-plain-text']],
    ['half a surrogate pair', { ...good, name: 'a\ud83d' }, ['name: is-plain-text']],
  ])('refuses %s', (_what, body, codes) => {
    expect(codesOf(body)).toEqual(codes);
  });

  it('refuses what is nested without end', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 1000; level++) deep = { deep };
    expect(codesOf({ ...good, decision: deep })).toContainEqual(expect.stringMatching(/too-deep$/));
  });

  it('reads null as left out', () => {
    expect(validateBody(Body, { ...good, kind: null })).not.toHaveProperty('kind');
  });

  it('brings text to NFC and ids to lower case', () => {
    const body = validateBody(Body, {
      ...good,
      unitId: good.unitId.toUpperCase(),
      name: 'Chi bộ ấp 3'.normalize('NFD'),
    });
    expect(body).toMatchObject({ unitId: good.unitId, name: 'Chi bộ ấp 3'.normalize('NFC') });
  });

  it('takes no prototype from a body', () => {
    const body: unknown = JSON.parse(`{"__proto__":{"isAdmin":true}}`);
    expect(codesOf(body)).toContain('unitId: required');
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});

import type { AsOf } from '#as-of';
import { parsePosition, type LocalDate, type Position } from '#kernel';
import { fromText, IsDay, validateBody } from '#platform';
import { badParameter } from '#platform/http';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

/** State as of two dates; both left out: now. */
export class AsOfParameters {
  /** As it was known at the end of this day. */
  @IsOptional() @IsDay() knownOn?: LocalDate;
  /** As it held at the end of this day. */
  @IsOptional() @IsDay() heldOn?: LocalDate;
}

/** Two states to compare. Of a pair that is left out, the state now. */
export class BetweenParameters {
  @IsOptional() @IsDay() fromKnownOn?: LocalDate;
  @IsOptional() @IsDay() fromHeldOn?: LocalDate;
  @IsOptional() @IsDay() toKnownOn?: LocalDate;
  @IsOptional() @IsDay() toHeldOn?: LocalDate;
}

export class FactsParameters {
  /** Events of a page; 100 when left out. */
  @IsOptional() @IsInt() @Min(1) @Max(1000) limit?: number;
  /** `next` of the page before. */
  @IsOptional() @Matches(/^\d{1,19}\/\d{1,19}$/) after?: string;
}

type Raw = Readonly<Record<string, unknown>>;

export const betweenNames = ['fromKnownOn', 'fromHeldOn', 'toKnownOn', 'toHeldOn'];

/** @throws DomainError or RequestError naming every parameter that is wrong */
export function asOfOf(raw: Raw, today: LocalDate): AsOf {
  const { heldOn, knownOn } = read(AsOfParameters, raw);
  return checked({ heldOn, knownOn }, 'knownOn', today);
}

export function betweenOf(raw: Raw, today: LocalDate): { readonly from: AsOf; readonly to: AsOf } {
  const { fromHeldOn, fromKnownOn, toHeldOn, toKnownOn } = read(BetweenParameters, raw);
  return {
    from: checked({ heldOn: fromHeldOn, knownOn: fromKnownOn }, 'fromKnownOn', today),
    to: checked({ heldOn: toHeldOn, knownOn: toKnownOn }, 'toKnownOn', today),
  };
}

export function factsPageOf(raw: Raw): { readonly limit: number; readonly after?: Position } {
  const { after, limit = 100 } = read(FactsParameters, raw);
  return { limit, ...(after === undefined ? {} : { after: parsePosition(after)! }) };
}

export function read<T extends object>(type: new () => T, raw: Raw): T {
  for (const [name, value] of Object.entries(raw)) {
    if (Array.isArray(value)) throw badParameter(name, 'given-twice', `${name} is given more than once`);
  }
  return validateBody(type, fromText(type, raw));
}

/** Of some parameters those with the names, and the others. */
export function partOf(raw: Raw, names: readonly string[]): readonly [named: Raw, others: Raw] {
  const entries = Object.entries(raw);
  return [
    Object.fromEntries(entries.filter(([name]) => names.includes(name))),
    Object.fromEntries(entries.filter(([name]) => !names.includes(name))),
  ];
}

function checked(asOf: AsOf, field: string, today: LocalDate): AsOf {
  if (asOf.knownOn !== undefined && asOf.knownOn > today) {
    throw badParameter(field, 'in-future', `${field} must not lie in the future`);
  }
  return asOf;
}

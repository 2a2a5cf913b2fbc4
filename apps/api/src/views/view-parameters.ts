import type { AsOf } from '#as-of';
import { parsePosition, type LocalDate, type Position } from '#kernel';
import { fromText, IsDay, validateBody } from '#platform';
import { badParameter } from '#platform/http';
import type { AnyViewQuery } from '#projections';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

const formats = ['json', 'csv', 'xlsx'] as const;
export type Format = (typeof formats)[number];

/** What can be asked of every view besides its own parameters. */
export class PageParameters {
  /** Rows of a page; 100 when left out. */
  @IsOptional() @IsInt() @Min(1) @Max(1000) limit?: number;
  /** `next` of the page before. */
  @IsOptional() @IsString() @MaxLength(4000) after?: string;
  /** Position of a write that the answer must include. */
  @IsOptional() @Matches(/^\d{1,19}\/\d{1,19}$/) atLeast?: string;
  /** Milliseconds to wait for it; 0 when left out. */
  @IsOptional() @IsInt() @Min(0) @Max(10_000) wait?: number;
  /** `csv` and `xlsx` give all rows as a file. */
  @IsOptional() @IsIn(formats) format?: Format;
  /** As it was known at the end of this day: without what was recorded later. */
  @IsOptional() @IsDay() knownOn?: LocalDate;
  /** As it held at the end of this day, with what was recorded since. */
  @IsOptional() @IsDay() heldOn?: LocalDate;
}

const pageNames = ['limit', 'after', 'atLeast', 'wait', 'format', 'knownOn', 'heldOn'];

export interface ViewRequest {
  readonly parameters: object;
  readonly limit: number;
  readonly after: string | undefined;
  readonly atLeast: Position | undefined;
  readonly waitMs: number;
  readonly format: Format | undefined;
  /** undefined: live. */
  readonly asOf: AsOf | undefined;
}

/** @throws DomainError or RequestError naming every parameter that is wrong. */
export function viewRequest(query: AnyViewQuery, raw: Readonly<Record<string, unknown>>): ViewRequest {
  for (const [name, value] of Object.entries(raw)) {
    if (Array.isArray(value)) throw badParameter(name, 'given-twice', `${name} is given more than once`);
  }
  const [page, own] = split(raw);
  const { after, atLeast, format, heldOn, knownOn, limit, wait } = validateBody(
    PageParameters,
    fromText(PageParameters, page),
  );
  const parametersOf = query.parameters as new () => object;
  return {
    parameters: validateBody(parametersOf, fromText(parametersOf, own)),
    limit: limit ?? 100,
    after,
    atLeast: atLeast === undefined ? undefined : parsePosition(atLeast),
    waitMs: wait ?? 0,
    format,
    asOf: knownOn === undefined && heldOn === undefined ? undefined : { knownOn, heldOn },
  };
}

function split(raw: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(raw);
  const isPage = ([name]: [string, unknown]) => pageNames.includes(name);
  return [
    Object.fromEntries(entries.filter(isPage)),
    Object.fromEntries(entries.filter((entry) => !isPage(entry))),
  ] as const;
}

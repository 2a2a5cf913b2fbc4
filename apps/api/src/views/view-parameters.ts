import { parsePosition, type Position } from '#kernel';
import { fromText, validateBody } from '#platform';
import { badParameter } from '#platform/http';
import type { AnyViewQuery } from '#projections';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

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
  /** `csv` gives all rows as a file. */
  @IsOptional() @IsIn(['json', 'csv']) format?: 'json' | 'csv';
}

const pageNames = ['limit', 'after', 'atLeast', 'wait', 'format'];

export interface ViewRequest {
  readonly parameters: object;
  readonly limit: number;
  readonly after: string | undefined;
  readonly atLeast: Position | undefined;
  readonly waitMs: number;
  readonly format: 'json' | 'csv' | undefined;
}

/** @throws DomainError or RequestError naming every parameter that is wrong. */
export function viewRequest(query: AnyViewQuery, raw: Readonly<Record<string, unknown>>): ViewRequest {
  for (const [name, value] of Object.entries(raw)) {
    if (Array.isArray(value)) throw badParameter(name, 'given-twice', `${name} is given more than once`);
  }
  const [page, own] = split(raw);
  const { after, atLeast, format, limit, wait } = validateBody(PageParameters, fromText(PageParameters, page));
  const parametersOf = query.parameters as new () => object;
  return {
    parameters: validateBody(parametersOf, fromText(parametersOf, own)),
    limit: limit ?? 100,
    after,
    atLeast: atLeast === undefined ? undefined : parsePosition(atLeast),
    waitMs: wait ?? 0,
    format,
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

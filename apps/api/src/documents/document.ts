import { addDays, type LocalDate, type Month, type Role } from '#kernel';
import { RequestError } from '#platform/http';
import { IsIn, IsOptional } from 'class-validator';
import type { Row } from '../views/view-reader.js';

export const paperFormats = ['docx', 'pdf'] as const;
export type PaperFormat = (typeof paperFormats)[number];

/** What can be asked of every paper besides its own parameters. */
export class PaperParameters {
  /** `docx`, still to be edited, when left out; `pdf`, the same pages to read and print. */
  @IsOptional() @IsIn(paperFormats) format?: PaperFormat;
}

/**
 * Asks a view by its name, as `GET /api/views/<view>` would, in the reader's subtree; all rows in batches, so that the
 * figures of a province's year are added up without its rows in memory. One list is read to its end before the next.
 */
export type Ask = (view: string, parameters: Readonly<Record<string, string>>) => AsyncIterable<readonly Row[]>;

/** Most lines of a paper, whatever its memory: about 2,000 pages. */
const maxLines = 50_000;

/** All rows of a list, each as `line` makes it; undefined leaves it out. @throws RequestError when they are too many */
export async function linesOf<T>(rows: ReturnType<Ask>, line: (row: Row) => T | undefined): Promise<T[]> {
  const lines: T[] = [];
  for await (const batch of rows) {
    for (const row of batch) {
      const made = line(row);
      if (made !== undefined) lines.push(made);
    }
    if (lines.length > maxLines) throw new RequestError(413, 'documents.too-many-rows', { details: { maxLines } });
  }
  return lines;
}

/** Hands over every row of a list. */
export async function eachRow(rows: ReturnType<Ask>, take: (row: Row) => void): Promise<void> {
  for await (const batch of rows) batch.forEach(take);
}

/**
 * A paper that a committee sends, filled from views: `GET /api/documents/<name>`. What it says stands in the views; how
 * it looks, in a Word template of the same name (`apps/api/templates/<name>.docx`, or one of the committee's own).
 */
export interface DocumentKind<P extends object = object> {
  readonly name: string;
  readonly summary: { readonly vi: string; readonly en: string };
  /** Who writes the committee's papers; each of the others may see the rows that concern them in the views. */
  readonly roles: readonly Role[];
  /** Query-string parameters; a class with class-validator decorators. */
  readonly parameters: new () => P;
  /** What the template's tags name. All asked within one snapshot, so that no two figures are of different times. */
  readonly fill: (parameters: P, ask: Ask, today: LocalDate) => Promise<object>;
}

export const documentKind = <P extends object>(definition: DocumentKind<P>): DocumentKind<P> => definition;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of unlike documents has no other type: `fill` is contravariant
export type AnyDocumentKind = DocumentKind<any>;

export const textOf = (value: unknown, missing: string): string => (typeof value === 'string' ? value : missing);

/** 2024-08-29 → 29/8/2024, as papers write a day. */
export function dayText(day: unknown): string {
  if (typeof day !== 'string') return '';
  const [year, month, date] = day.split('-').map(Number);
  return `${date}/${month}/${year}`;
}

/** 2024-08 → 8/2024. */
export function monthText(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return `${number}/${year}`;
}

/** 2024-02 → 2024-02-29. */
export function lastDayOf(month: Month): LocalDate {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return addDays(number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`, -1);
}

/** 350000000 → 350.000.000. */
export const wholeText = (amount: number): string => amount.toLocaleString('vi-VN', { maximumFractionDigits: 0 });

/** 81.3 → 81,3 %; nothing to divide by: a dash. */
export const percentText = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} %`;

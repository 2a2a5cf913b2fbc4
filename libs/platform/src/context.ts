import type { AnyAct, AnyEventDefinition, LocalDate } from '#kernel';
import type { Process } from '#processes';
import type { AnyView, AnyViewQuery, ViewQuery } from '#projections';
import { IsUUID } from 'class-validator';
import { IsDay } from './fields.js';

/** Which facts: of this unit and those below it, of these days. */
export class PreviewParameters {
  @IsUUID() unitId!: string;
  @IsDay() from!: LocalDate;
  @IsDay() to!: LocalDate;
}

/** All that a bounded context brings: its acts, its events, its read models, the questions about them, its processes. */
export interface Context {
  readonly name: string;
  readonly events: readonly AnyEventDefinition[];
  readonly acts: readonly AnyAct[];
  readonly views: readonly AnyView[];
  readonly queries: readonly AnyViewQuery[];
  /** What follows from events by itself. */
  readonly processes?: readonly Process[];
  /** How its facts would be judged by rules that nobody has published. */
  readonly previews?: readonly PackPreview[];
  /** Files of its acts as people write them. */
  readonly annexes?: readonly Annex[];
}

/** A row of a file: fields of the act, and texts under the columns of an {@link Annex}. */
export type AnnexTexts = Readonly<Record<string, unknown>>;

/** How a file for an act may be written by people: headings in Vietnamese, names and codes where the act wants ids. */
export interface Annex {
  readonly act: string;
  /** Heading (by `searchText`) to column; '': passed over. */
  readonly headings: ReadonlyMap<string, string>;
  /** Columns with days, which people write as 29/8/2024. */
  readonly days: readonly string[];
  /** Columns that hold names; a row without any is read as it is. */
  readonly lookups: readonly string[];
  /** What is to be looked up for a row. */
  readonly ask: (row: AnnexTexts, number: number) => object;
  /** What the names may mean, within the reader's subtree: rows with `row`; asked with JSON of all answers of `ask`. */
  readonly candidates: ViewQuery<{ asked: string }>;
  /**
   * `id` for what the row begins, the same each time the file is sent. `means`: what was found, for whoever checks the dry
   * run. @throws DomainError when a name means nothing, or several things
   */
  readonly body: (
    row: AnnexTexts,
    candidates: readonly AnnexTexts[],
    id: string,
  ) => { readonly body: AnnexTexts; readonly means: Readonly<Record<string, string>> };
}

/** Facts that a family of rule packs judges, and how. A family that judges facts of several contexts has several. */
export interface PackPreview {
  readonly family: string;
  /** What a fact is: `evaluation`, `deadline`, `report`… */
  readonly about: string;
  /** Every fact that was judged; asked with {@link PreviewParameters}. */
  readonly facts: ViewQuery<PreviewParameters>;
  /** `rules` in the form of the family, checked. Null: they do not speak of such a fact. */
  readonly judge: (fact: Readonly<Record<string, unknown>>, rules: object) => PreviewedFact | null;
}

export interface PreviewedFact {
  /** What the rules of its day proposed; null: nothing. */
  readonly recorded: string | null;
  /** What a person decided; null: nobody has, or nobody does. */
  readonly decided: string | null;
  /** What the draft would propose. */
  readonly proposed: string | null;
  /** Something else about it would have been otherwise, such as a day; when left out, only what is proposed counts. */
  readonly differs?: boolean;
  readonly reasons: readonly unknown[];
}

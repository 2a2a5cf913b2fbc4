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

import type { AnyAct, AnyEventDefinition } from '#kernel';
import type { Process } from '#processes';
import type { AnyView, AnyViewQuery } from '#projections';

/** All that a bounded context brings: its acts, its events, its read models, the questions about them, its processes. */
export interface Context {
  readonly name: string;
  readonly events: readonly AnyEventDefinition[];
  readonly acts: readonly AnyAct[];
  readonly views: readonly AnyView[];
  readonly queries: readonly AnyViewQuery[];
  /** What follows from events by itself. */
  readonly processes?: readonly Process[];
}

import type { AnyAct, AnyEventDefinition } from '#kernel';
import type { AnyView, AnyViewQuery } from '#projections';

/** All that a bounded context brings: its acts, its events, its read models and the questions about them. */
export interface Context {
  readonly name: string;
  readonly events: readonly AnyEventDefinition[];
  readonly acts: readonly AnyAct[];
  readonly views: readonly AnyView[];
  readonly queries: readonly AnyViewQuery[];
}

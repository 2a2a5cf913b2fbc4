import type { AnyEventDefinition, EventOf } from './event.js';

/**
 * A consistency boundary: one short stream `<name>-<id>`, the events it may hold, and the state they fold to.
 * `evolve` is pure and total: every event of `events` leads from any state to a state.
 */
export interface Aggregate<State, Events extends readonly AnyEventDefinition[] = readonly AnyEventDefinition[]> {
  /** Stream category, e.g. `meeting`. No dash. Stored: never changed. */
  readonly name: string;
  readonly events: Events;
  readonly initialState: State;
  evolve(state: State, event: EventOf<Events>): State;
}

/** Declares an aggregate; exists so that the types of events and state are inferred once, here. */
export const aggregate = <State, const Events extends readonly AnyEventDefinition[]>(
  definition: Aggregate<State, Events>,
): Aggregate<State, Events> => definition;

export type StateOf<A> = A extends Aggregate<infer State> ? State : never;
export type AggregateEvent<A> = A extends Aggregate<infer _State, infer Events> ? EventOf<Events> : never;

export const streamName = (of: { readonly name: string }, id: string): string => `${of.name}-${id}`;

export const fold = <State, Events extends readonly AnyEventDefinition[]>(
  of: Aggregate<State, Events>,
  events: Iterable<EventOf<Events>>,
  from: State = of.initialState,
): State => {
  let state = from;
  for (const event of events) state = of.evolve(state, event);
  return state;
};

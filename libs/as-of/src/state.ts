import { type AnyEventDefinition, type Aggregate, type RecordedEvent } from '#kernel';
import { selectAsOf, type AsOf } from './select.js';

export type AnyAggregate = Aggregate<unknown, readonly AnyEventDefinition[]>;

/** @returns the state as JSON, and the events that count in the order in which they were folded */
export function stateAsOf(
  of: AnyAggregate,
  events: readonly RecordedEvent[],
  asOf: AsOf,
): { readonly state: unknown; readonly events: readonly RecordedEvent[] } {
  const counted = selectAsOf(events, asOf);
  let state = of.initialState;
  for (const event of counted) state = of.evolve(state, event as never);
  return { state: plain(state), events: counted };
}

/** Maps become objects, sets become lists: what JSON can hold. */
export function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [String(key), plain(inner)]));
  if (value instanceof Set) return [...value].map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, plain(inner)]),
  );
}

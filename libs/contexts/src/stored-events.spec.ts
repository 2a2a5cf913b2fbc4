import { EventRegistry, type Aggregate, type DomainEvent, type JsonObject } from '#kernel';
import { recorded } from '#testing';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contexts } from './index.js';

interface Golden {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: JsonObject;
}

const folder = join(import.meta.dirname, '..');
const goldens = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /[\\/]history[\\/][^\\/]*\.json$/.test(name))
  .sort()
  .map((name) => ({ name, golden: JSON.parse(readFileSync(join(folder, name), 'utf8')) as Golden }));

const registry = new EventRegistry(contexts.flatMap(({ events }) => events));
const aggregates = [
  ...new Set(contexts.flatMap(({ acts }) => acts.map(({ aggregate }) => aggregate as Aggregate<unknown>))),
];

/** A field that an event no longer has would show in a row as undefined, or as NaN in a sum. */
const valuesOf = (part: unknown): unknown[] => (typeof part === 'object' && part !== null ? Object.values(part) : []);

describe('every stored version of every event', () => {
  it('has its golden', () => {
    const expected = contexts.flatMap(({ events }) =>
      events.flatMap(({ type, schemaVersion }) =>
        Array.from({ length: schemaVersion }, (_, index) => `${type} ${index + 1}`),
      ),
    );
    const found = goldens.map(({ golden }) => `${golden.type} ${golden.schemaVersion}`);
    expect(found.sort()).toEqual(expected.sort());
  });

  it.each(goldens)('$name is read by the state and the views of today', ({ golden }) => {
    const { type, schemaVersion, data } = golden;
    const event: DomainEvent = { type, data: registry.upcast(type, schemaVersion, data) };
    const holder = aggregates.find(({ events }) => events.some((each) => each.type === type))!;
    expect(holder.evolve(holder.initialState, event as never)).toBeDefined();
    const operations = contexts.flatMap(({ views }) => views.flatMap((view) => view.operations(recorded([event])[0]!)));
    const values = operations.flatMap((operation) => Object.values(operation).flatMap(valuesOf));
    expect(values.length).toBeGreaterThan(0);
    expect(values).not.toContain(undefined);
    expect(values).not.toContain(NaN);
  });
});

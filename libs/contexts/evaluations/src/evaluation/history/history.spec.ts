import { EventRegistry, type JsonObject } from '#kernel';
import { recorded } from '#testing';
import { readdirSync, readFileSync } from 'node:fs';
import { evaluations } from '../../index.js';
import { evaluation, type EvaluationEvent } from '../evaluation.js';

interface Golden {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: JsonObject;
}

const folder = new URL('./', import.meta.url);
const goldens = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, golden: JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Golden }));
const registry = new EventRegistry(evaluation.events);

/** A field that an event no longer has would show in a row as undefined, or as NaN in a sum. */
const valuesOf = (part: unknown): unknown[] => (typeof part === 'object' && part !== null ? Object.values(part) : []);

describe('stored events of evaluations', () => {
  it('has a golden of every version of every event', () => {
    const expected = evaluation.events.flatMap(({ type, schemaVersion }) =>
      Array.from({ length: schemaVersion }, (_, index) => `${type} ${index + 1}`),
    );
    const found = goldens.map(({ golden }) => `${golden.type} ${golden.schemaVersion}`);
    expect(found.sort()).toEqual(expected.sort());
  });

  it.each(goldens)('$name is read by state and views of today', ({ golden: { type, schemaVersion, data } }) => {
    const event = { type, data: registry.upcast(type, schemaVersion, data) };
    expect(evaluation.evolve(evaluation.initialState, event as unknown as EvaluationEvent)).toMatchObject({
      status: expect.any(String),
    });
    const operations = evaluations.views.flatMap((view) => view.operations(recorded([event])[0]!));
    const values = operations.flatMap((operation) => Object.values(operation).flatMap(valuesOf));
    expect(values.length).toBeGreaterThan(0);
    expect(values).not.toContain(undefined);
    expect(values).not.toContain(NaN);
  });
});

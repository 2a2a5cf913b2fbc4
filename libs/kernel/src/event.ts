import type { JsonObject } from './json.js';

export interface DomainEvent<Type extends string = string, Data = JsonObject> {
  readonly type: Type;
  readonly data: Data;
}

/** Turns the data of one schema version into the data of the next. Pure. */
export type Upcaster = (data: JsonObject) => JsonObject;

/** Which fields hold personal data, and the field with the id of the person they are about. */
export interface PersonalFields {
  readonly subject: string;
  readonly fields: readonly string[];
}

export interface EventDefinition<Type extends string = string, Data = JsonObject> {
  (data: Data): DomainEvent<Type, Data>;
  /** The stored name, `<context>.<PastTense>`. Never a class name, never changed. */
  readonly type: Type;
  readonly schemaVersion: number;
  /** `upcasters[n]` lifts version n to n + 1; complete from 1 to `schemaVersion - 1`. */
  readonly upcasters: Readonly<Record<number, Upcaster>>;
  readonly personal: PersonalFields | undefined;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the data type is invariant: a list of unlike definitions has no other type
export type AnyEventDefinition = EventDefinition<string, any>;

/** The events that a definition, or each of a tuple of definitions, makes. */
export type EventOf<Definition> = Definition extends readonly (infer Each)[]
  ? EventOf<Each>
  : Definition extends EventDefinition<infer Type, infer Data>
    ? DomainEvent<Type, Data>
    : never;

interface Shape<Data> {
  readonly data?: Data;
}

/** Carries the type of an event's data without a value. */
export const shape = <Data>(): Shape<Data> => ({});

/**
 * Defines an event. `name` is what is stored; `version` is its schema version, written to the metadata.
 *
 *     export const cadreAssigned = event('assignments.CadreAssigned', shape<{ unitId: string }>());
 */
export function event<const Type extends string, Data>(
  name: Type,
  _shape: Shape<Data>,
  options: {
    version?: number;
    upcasters?: Readonly<Record<number, Upcaster>>;
    personal?: { subject: keyof Data & string; fields: readonly (keyof Data & string)[] };
  } = {},
): EventDefinition<Type, Data> {
  const make = (data: Data): DomainEvent<Type, Data> => ({ type: name, data });
  return Object.assign(make, {
    type: name,
    schemaVersion: options.version ?? 1,
    upcasters: options.upcasters ?? {},
    personal: options.personal,
  });
}

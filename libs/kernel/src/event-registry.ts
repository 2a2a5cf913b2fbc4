import { type AnyEventDefinition } from './event.js';
import type { JsonObject } from './json.js';

/** Raised at boot: the code's own event definitions contradict each other. */
export class EventRegistryError extends Error {
  override readonly name = 'EventRegistryError';
}

/** Raised on load: a stored event that today's code does not know. */
export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';
}

/**
 * Every event that today's code can read. Built once at boot; refuses duplicate names, malformed names and
 * upcaster chains with a gap, so that no stored (type, version) is found unreadable later.
 */
export class EventRegistry {
  private readonly definitions = new Map<string, AnyEventDefinition>();

  constructor(definitions: Iterable<AnyEventDefinition>) {
    for (const definition of definitions) {
      this.check(definition);
      this.definitions.set(definition.type, definition);
    }
  }

  get types(): readonly string[] {
    return [...this.definitions.keys()];
  }

  find(type: string): AnyEventDefinition | undefined {
    return this.definitions.get(type);
  }

  get(type: string): AnyEventDefinition {
    const definition = this.definitions.get(type);
    if (!definition) throw new UnknownEventError(`no definition of event "${type}"`);
    return definition;
  }

  /** Data of any stored version, lifted to today's version. */
  upcast(type: string, schemaVersion: number, data: JsonObject): JsonObject {
    const definition = this.get(type);
    if (!Number.isInteger(schemaVersion) || schemaVersion < 1 || schemaVersion > definition.schemaVersion) {
      throw new UnknownEventError(
        `"${type}" is stored in version ${schemaVersion}; this code reads 1 to ${definition.schemaVersion}`,
      );
    }
    let lifted = data;
    for (let version = schemaVersion; version < definition.schemaVersion; version++) {
      lifted = definition.upcasters[version]!(lifted);
    }
    return lifted;
  }

  private check(definition: AnyEventDefinition): void {
    const { type, schemaVersion, upcasters } = definition;
    const refuse = (why: string): never => {
      throw new EventRegistryError(`event "${type}": ${why}`);
    };
    if (!/^[a-z][a-z-]*\.[A-Z][A-Za-z]*$/.test(type)) refuse('the stored name must read <context>.<PastTense>');
    if (this.definitions.has(type)) refuse('defined twice');
    if (!Number.isInteger(schemaVersion) || schemaVersion < 1) refuse('the schema version must be 1 or more');
    const from = Object.keys(upcasters).map(Number);
    for (let version = 1; version < schemaVersion; version++) {
      if (!from.includes(version)) refuse(`no upcaster from version ${version}`);
    }
    const beyond = from.find((version) => !(version >= 1 && version < schemaVersion));
    if (beyond !== undefined) refuse(`an upcaster from version ${beyond} leads nowhere`);
  }
}

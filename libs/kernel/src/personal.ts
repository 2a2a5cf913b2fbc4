import type { AnyEventDefinition } from './event.js';
import type { JsonObject } from './json.js';

/** Stored form of a personal field. The hash chain covers the cipher text, so that erasure breaks no proof. */
export interface SealedField {
  readonly $personal: { readonly subject: string; readonly cipher: string };
}

/** What a reader sees of a personal field whose key was destroyed. */
export const erased = '[đã xóa]';

/** Seals and opens the personal fields of events with one key per person. Implemented in `libs/privacy`. */
export interface FieldCipher {
  seal(definition: AnyEventDefinition, data: JsonObject): Promise<JsonObject>;
  /** Fields whose key was destroyed become {@link erased}. */
  open(definition: AnyEventDefinition, data: JsonObject): Promise<JsonObject>;
}

export const isSealed = (value: unknown): value is SealedField =>
  typeof value === 'object' && value !== null && '$personal' in value;

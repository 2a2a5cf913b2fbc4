import { erased, isSealed, type AnyEventDefinition, type FieldCipher, type JsonObject } from '#kernel';
import type { PersonKeys } from './person-keys.js';
import { openBytes, sealBytes } from './seal.js';

/** Field names are part of what is authenticated; a renamed field needs an upcaster that keeps the old name. */
const placeOf = (subject: string, field: string): string => `${subject}/${field}`;

/** Seals the personal fields of events with the key of the person they are about. */
export class PersonFieldCipher implements FieldCipher {
  constructor(private readonly keys: PersonKeys) {}

  async seal({ personal, type }: AnyEventDefinition, data: JsonObject): Promise<JsonObject> {
    if (!personal) return data;
    const subject = data[personal.subject];
    const sealed: Record<string, unknown> = { ...data };
    for (const field of personal.fields) {
      const value = data[field];
      if (value === undefined || value === null) continue;
      if (typeof subject !== 'string') throw new TypeError(`"${type}" names no person in "${personal.subject}"`);
      const key = await this.keys.obtain(subject);
      const cipher = sealBytes(key, placeOf(subject, field), Buffer.from(JSON.stringify(value)));
      sealed[field] = { $personal: { subject, cipher: cipher.toString('base64') } };
    }
    return sealed;
  }

  async open({ personal }: AnyEventDefinition, data: JsonObject): Promise<JsonObject> {
    if (!personal) return data;
    const opened: Record<string, unknown> = { ...data };
    for (const field of personal.fields) {
      const value = data[field];
      if (!isSealed(value)) continue;
      const { subject, cipher } = value.$personal;
      const key = await this.keys.find(subject);
      opened[field] = key
        ? (JSON.parse(openBytes(key, placeOf(subject, field), Buffer.from(cipher, 'base64')).toString()) as unknown)
        : erased;
    }
    return opened;
  }
}

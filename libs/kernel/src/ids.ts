import { parse, v5 } from 'uuid';

/** Namespace of every id that is derived from another id. Changing it would break idempotence: never change it. */
const namespace = parse('0b0d1f6e-3c5d-5c7e-9b1a-6e0f5b7a2c11');

/** The same parts always give the same id (UUIDv5): a retried command names the same streams. */
export const derivedId = (...parts: readonly (string | number)[]): string =>
  v5(Buffer.from(parts.join('\u001f')), namespace);

/** The unit above all provinces. It has no stream: it always exists, and whoever belongs to it sees everything. */
export const rootUnitId = derivedId('org-unit', 'root');

import type { Role } from '#kernel';
import { empty, sql, type Sql } from '#projections';

/**
 * Streams that not everybody may see who sees the unit, by category, and who may: the same as of the views that tell of
 * them (`dossiers`, `access-log`, `corrections`).
 */
const readers: Readonly<Record<string, readonly Role[]>> = {
  access: ['inspector'],
  dossier: ['inspector'],
  correction: ['inspector', 'office', 'admin'],
};

const hiddenFrom = (role: Role | undefined): string[] =>
  Object.keys(readers).filter((category) => role === undefined || !readers[category]!.includes(role));

export const mayRead = (role: Role, stream: string): boolean =>
  !hiddenFrom(role).includes(stream.slice(0, stream.indexOf('-')));

/** Condition on a column with a stream's name; without a role what is not for everybody is hidden. */
export function isReadableBy(role: Role | undefined, stream: Sql): Sql {
  const hidden = hiddenFrom(role);
  return hidden.length === 0 ? empty : sql`AND split_part(${stream}, '-', 1) <> ALL (${hidden})`;
}

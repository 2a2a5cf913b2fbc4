import { DomainError, notFound } from '#kernel';
import type { Dossier } from './dossier.js';

/** @throws DomainError unless the dossier is open */
export function refuseUnlessOpen({ status }: Dossier, dossierId: string): void {
  if (status === 'none') throw notFound('dossier.unknown', { dossierId });
  if (status === 'closed') throw new DomainError('dossier.closed', { dossierId });
}

import { DomainError, notFound } from '#kernel';
import type { Correction, CorrectionStatus } from './correction.js';

/** @throws DomainError `correction.unknown`, or `correction.not-now` with where the step may be taken from */
export function expectStatus(
  { status }: Correction,
  correctionId: string,
  ...allowed: readonly CorrectionStatus[]
): void {
  if (status === 'none') throw notFound('correction.unknown', { correctionId });
  if (!allowed.includes(status)) throw new DomainError('correction.not-now', { status, allowed });
}

/** Half of it stands in the history already: it is finished under a new dry run, and undone by another correction. */
export function refusePartlyApplied({ partlyApplied }: Correction): void {
  if (partlyApplied > 0) throw new DomainError('correction.partly-applied', { items: partlyApplied });
}

import { type Actor, DomainError, forbidden, type Reader, rootUnitId } from '#kernel';
import { lineage } from './ancestors.js';
import { unitRecord, type UnitRecord } from './unit.js';

/** A unit that takes part in a merger or a division, with those above it as the tree stands today, the root last. */
export interface Related {
  readonly unitId: string;
  readonly record: UnitRecord;
  /** Begins with the unit itself. */
  readonly aboveIds: readonly string[];
}

export const readRelated = async (read: Reader, unitIds: readonly string[]): Promise<readonly Related[]> =>
  Promise.all(
    unitIds.map(async (unitId) => ({
      unitId,
      record: await read.state(unitRecord, unitId),
      aboveIds: [...(await lineage(read, unitId)).map((each) => each.unitId), rootUnitId],
    })),
  );

export const readSuccessors = readRelated;

/**
 * Successors are registered before, and no unit follows itself. One that alone takes over a closed unit also takes over
 * the right to see and complete its records: it must lie in the actor's subtree, and not below the closed unit, which
 * will from then on stand below it. @throws DomainError
 */
export function refuseUnfitSuccessors(unitId: string, successors: readonly Related[], actor: Actor): void {
  if (successors.some((each) => each.unitId === unitId)) throw new DomainError('org-unit.own-successor', { unitId });
  const unknown = successors.filter(({ record }) => record.status === 'none').map((each) => each.unitId);
  if (unknown.length > 0) throw new DomainError('org-unit.successor-unknown', { successorIds: unknown });
  const [only, ...others] = successors;
  if (!only || others.length > 0) return;
  if (only.aboveIds.includes(unitId)) {
    throw new DomainError('org-unit.successor-below', { unitId, successorId: only.unitId });
  }
  if (!only.aboveIds.includes(actor.unitId)) {
    throw forbidden('org-unit.successor-outside-scope', { successorId: only.unitId });
  }
}

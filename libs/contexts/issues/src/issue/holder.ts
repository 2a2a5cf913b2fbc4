import { lineage, unitRecord } from '#contexts/org-units/contracts';
import { DomainError, forbidden, rootUnitId, type Actor, type Reader } from '#kernel';
import type { OpenedIssue } from './step.js';

/** What must be known to send an issue from one unit to another. */
export interface Sending {
  readonly targetId: string;
  readonly target: { readonly status: 'none' | 'open' | 'closed'; readonly level: string; readonly parentId?: string };
  /** The sending unit and those above it, the root last. */
  readonly lineIds: readonly string[];
}

export async function readSending(read: Reader, fromUnitId: string, targetId: string): Promise<Sending> {
  const lineIds = [...(await lineage(read, fromUnitId)).map(({ unitId }) => unitId), rootUnitId];
  if (targetId === rootUnitId) return { targetId, target: { status: 'open', level: 'country' }, lineIds };
  const { status, level, parentId } = await read.state(unitRecord, targetId);
  return { targetId, target: { status, level, ...(parentId === undefined ? {} : { parentId }) }, lineIds };
}

/**
 * Upwards, or to a department that stands beside the way up. Downwards and across to another unit's departments there
 * is no way. @throws DomainError
 */
export function refuseUnfitHolder({ targetId, target, lineIds }: Sending): void {
  if (target.status === 'none') throw new DomainError('issue.holder-unknown', { unitId: targetId });
  if (target.status === 'closed') throw new DomainError('issue.holder-closed', { unitId: targetId });
  const isAbove = lineIds.includes(targetId);
  const isDepartment = target.level === 'department' && lineIds.includes(target.parentId ?? '');
  if (!isAbove && !isDepartment) {
    throw new DomainError('issue.holder-not-superior-or-department', { unitId: targetId, level: target.level });
  }
}

/**
 * What the side that raised an issue says of it is not for the body that has to settle it, though that may stand above:
 * it could else close its own work. It may enter the word of another, whom it then names. @throws DomainError
 */
export function refuseHolder(
  { role, unitId: ownUnitId }: Actor,
  enteredFor: string | undefined,
  { holderUnitId, unitId }: OpenedIssue,
): void {
  const isHolders = ownUnitId === holderUnitId && holderUnitId !== unitId;
  if (isHolders && role !== 'admin' && enteredFor === undefined) {
    throw forbidden('issue.not-for-the-holder', { holderUnitId });
  }
}

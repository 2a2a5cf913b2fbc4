import { DomainError, rootUnitId, type Reader } from '#kernel';
import { mayStandUnder } from './levels.js';
import { unitRecord, type UnitRecord } from './unit.js';

/** A unit that is to stand above another; `root` is always open. */
export type Parent = 'root' | UnitRecord;

export const readParent = async (read: Reader, parentId: string): Promise<Parent> =>
  parentId === rootUnitId ? 'root' : await read.state(unitRecord, parentId);

/** @throws DomainError when a unit of this level cannot stand below the parent. */
export function refuseUnfitParent(parent: Parent, parentId: string, level: string): void {
  if (parent !== 'root') {
    if (parent.status === 'none') throw new DomainError('org-unit.parent-unknown', { parentId });
    if (parent.status === 'closed') {
      throw new DomainError('org-unit.parent-closed', { parentId, closedOn: parent.closedOn });
    }
  }
  const parentLevel = parent === 'root' ? 'root' : parent.level;
  if (!mayStandUnder(level, parentLevel)) {
    throw new DomainError('org-unit.level-not-below-parent', { level, parentLevel });
  }
}

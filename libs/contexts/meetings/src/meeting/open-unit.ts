import { unitRecord, type UnitRecord } from '#contexts/org-units/contracts';
import { DomainError, notFound, type LocalDate, type Reader } from '#kernel';

export const readUnit = async (read: Reader, unitId: string | undefined): Promise<UnitRecord | undefined> =>
  unitId === undefined ? undefined : read.state(unitRecord, unitId);

export const isOpen = (unit: UnitRecord | undefined, day: LocalDate): boolean =>
  unit !== undefined &&
  unit.status !== 'none' &&
  (unit.openedOn === undefined || unit.openedOn <= day) &&
  (unit.closedOn === undefined || day <= unit.closedOn);

/**
 * A unit meets only while it exists. Judged on the day of the meeting: the meetings of a unit closed since may still
 * be entered, those after its last day may not. @throws DomainError
 */
export function refuseUnlessOpen(unit: UnitRecord | undefined, unitId: string, day: LocalDate): void {
  if (unit === undefined || unit.status === 'none') throw notFound('unit.unknown', { unitId });
  const { openedOn, closedOn } = unit;
  if (!isOpen(unit, day)) {
    throw new DomainError('meeting.unit-not-open', { unitId, day, openedOn, closedOn: closedOn ?? null });
  }
}

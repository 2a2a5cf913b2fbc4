import { unitRecord } from '#contexts/org-units/contracts';
import { DomainError, notFound, type LocalDate, type Reader, type StateOf } from '#kernel';

export type UnitState = StateOf<typeof unitRecord>;

export const readUnit = async (read: Reader, unitId: string | undefined): Promise<UnitState | undefined> =>
  unitId === undefined ? undefined : read.state(unitRecord, unitId);

/**
 * A unit meets only while it exists. Judged on the day of the meeting: the meetings of a unit closed since may still
 * be entered, those after its last day may not. @throws DomainError
 */
export function refuseUnlessOpen(unit: UnitState | undefined, unitId: string, day: LocalDate): void {
  if (unit === undefined || unit.status === 'none') throw notFound('unit.unknown', { unitId });
  const { openedOn, closedOn } = unit;
  const isBefore = openedOn !== undefined && day < openedOn;
  const isAfter = unit.status === 'closed' && closedOn !== undefined && closedOn !== null && day > closedOn;
  if (isBefore || isAfter) {
    throw new DomainError('meeting.unit-not-open', { unitId, day, openedOn, closedOn: closedOn ?? null });
  }
}

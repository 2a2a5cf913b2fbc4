import { unitRecord, type UnitRecord } from '#contexts/org-units/contracts';
import { DomainError, forbidden, notFound, type Actor, type LocalDate, type Reader } from '#kernel';
import { firstDayOf, lastDayOf, type Period } from './period.js';

export const readUnit = (read: Reader, unitId: string): Promise<UnitRecord> => read.state(unitRecord, unitId);

/** A unit is evaluated for a period that has begun and in which it existed, also after it was closed. @throws DomainError */
export function refuseUnlessEvaluated(unit: UnitRecord, unitId: string, period: Period, today: LocalDate): void {
  if (unit.status === 'none') throw notFound('unit.unknown', { unitId });
  if (firstDayOf(period) > today) throw new DomainError('evaluation.period-not-begun', { period, today });
  const { openedOn, closedOn } = unit;
  if ((openedOn ?? '') > lastDayOf(period) || (closedOn !== undefined && closedOn < firstDayOf(period))) {
    throw new DomainError('evaluation.unit-not-open', { unitId, period, openedOn, closedOn: closedOn ?? null });
  }
}

/**
 * The standing committee of the superior classifies, never the unit itself. That the actor's unit is an ancestor is
 * checked before every command; here only that it is another one. @throws DomainError
 */
export function refuseOwnUnit(actor: Actor, unitId: string): void {
  if (actor.unitId === unitId) throw forbidden('evaluation.decided-by-superior', { unitId });
}

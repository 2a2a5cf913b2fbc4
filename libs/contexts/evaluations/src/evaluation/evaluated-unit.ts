import { unitRecord, type UnitRecord } from '#contexts/org-units/contracts';
import { DomainError, forbidden, notFound, type Actor, type LocalDate, type Reader } from '#kernel';
import { firstDayOf, lastDayOf, type Period } from './period.js';

export const readUnit = (read: Reader, unitId: string): Promise<UnitRecord> => read.state(unitRecord, unitId);

/** A unit is evaluated for a period that has begun and in which it existed, also after it was closed. @throws DomainError */
export function refuseUnlessEvaluated(unit: UnitRecord, unitId: string, period: Period, today: LocalDate): void {
  if (unit.status === 'none') throw notFound('unit.unknown', { unitId });
  if (firstDayOf(period) > today) throw new DomainError('evaluation.period-not-begun', { period, today });
  if (!existedIn(unit, period)) {
    const { openedOn, closedOn } = unit;
    throw new DomainError('evaluation.unit-not-open', { unitId, period, openedOn, closedOn: closedOn ?? null });
  }
}

/** Also for a part of it. */
export const existedIn = ({ openedOn, closedOn }: UnitRecord, period: Period): boolean =>
  (openedOn ?? '') <= lastDayOf(period) && (closedOn === undefined || closedOn >= firstDayOf(period));

/**
 * The standing committee of the immediate superior decides: an office or secretary must be of that unit. An admin of a
 * unit above may enter its decision, never one of the unit itself. That the actor's unit is not below is checked before
 * every command. @returns the immediate superior @throws DomainError
 */
export function immediateSuperior(actor: Actor, unit: UnitRecord, unitId: string, named: string | undefined): string {
  const superiorId = unit.parentId!;
  if (named !== undefined && named !== superiorId) {
    throw new DomainError('evaluation.not-immediate-superior', { unitId, superiorId, decidedByUnitId: named });
  }
  if (actor.unitId === unitId) throw forbidden('evaluation.decided-by-superior', { unitId });
  const mayEnter = actor.role === 'admin' || actor.role === 'system';
  if (!mayEnter && actor.unitId !== superiorId) {
    throw forbidden('evaluation.decided-by-superior', { unitId, superiorId });
  }
  return superiorId;
}

import { unitRecord, type UnitRecord } from '#contexts/org-units/contracts';
import { DomainError, forbidden, notFound, rootUnitId, type Actor, type LocalDate, type Reader } from '#kernel';
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
 * The immediate superior today. When that was closed, the one unit that it passed into; without a single one it stays,
 * and an admin above enters the decision. Undefined: the unit is unknown.
 */
export async function superiorOf(read: Reader, { parentId }: UnitRecord): Promise<string | undefined> {
  let superiorId = parentId;
  for (let steps = 0; superiorId !== undefined && superiorId !== rootUnitId && steps < maxSuccessions; steps++) {
    const { status, successorIds } = await readUnit(read, superiorId);
    if (status !== 'closed' || successorIds.length !== 1) break;
    superiorId = successorIds[0]!;
  }
  return superiorId;
}

/** More than any unit went through; a ring of successors must not hang. */
const maxSuccessions = 16;

/**
 * The standing committee of the immediate superior decides: an office or secretary must be of that unit. An admin of a
 * unit above may enter its decision, never one of the unit itself. That the actor's unit is not below is checked before
 * every command. @throws DomainError
 */
export function refuseUnlessSuperior(
  actor: Actor,
  superiorId: string | undefined,
  unitId: string,
  named: string | undefined,
): asserts superiorId is string {
  if (superiorId === undefined) throw notFound('unit.unknown', { unitId });
  if (named !== undefined && named !== superiorId) {
    throw new DomainError('evaluation.not-immediate-superior', { unitId, superiorId, decidedByUnitId: named });
  }
  const mayEnter = actor.role === 'admin' || actor.role === 'system';
  if (actor.unitId === unitId || (!mayEnter && actor.unitId !== superiorId)) {
    throw forbidden('evaluation.decided-by-superior', { unitId, superiorId });
  }
}

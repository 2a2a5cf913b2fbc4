import { parentOn, unitRecord, type UnitRecord } from '#contexts/org-units/contracts';
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

/** The unit directly above at the end of the period, or on the unit's own last day in it. */
export function parentIn(unit: UnitRecord, period: Period): string | undefined {
  const lastDay = lastDayOf(period);
  const isClosedBefore = unit.closedOn !== undefined && unit.closedOn < lastDay;
  return parentOn(unit, isClosedBefore ? unit.closedOn : lastDay) ?? unit.parentId;
}

/**
 * The immediate superior for a period: the unit directly above at its end, wherever the unit went afterwards. When that
 * superior was closed since, the one unit that it passed into; when there is no single one (a district abolished, a
 * commune divided), whatever stands above the unit today. What is closed and followed by nobody stays, and an admin
 * above enters the decision. Undefined: the unit is unknown.
 */
export async function superiorIn(read: Reader, unit: UnitRecord, period: Period): Promise<string | undefined> {
  const then = await heirOf(read, parentIn(unit, period));
  if (then.isOpen || then.unitId === unit.parentId) return then.unitId;
  return (await heirOf(read, unit.parentId)).unitId;
}

/** The unit itself while it is open, or else the last one that it passed whole into. */
async function heirOf(read: Reader, id: string | undefined): Promise<{ unitId: string | undefined; isOpen: boolean }> {
  let unitId = id;
  for (let steps = 0; unitId !== undefined && unitId !== rootUnitId && steps < maxSuccessions; steps++) {
    const { status, successorIds } = await readUnit(read, unitId);
    if (status !== 'closed') break;
    if (successorIds.length !== 1) return { unitId, isOpen: false };
    unitId = successorIds[0]!;
  }
  return { unitId, isOpen: true };
}

/** More than any unit went through; a ring of successors must not hang. */
const maxSuccessions = 16;

/**
 * The standing committee of the immediate superior decides: an office or secretary must be of that unit. An admin of a
 * unit above may enter its decision, never one of the unit itself. That the actor's unit is not below is checked before
 * every command: see `decidingUnit`. @throws DomainError
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

/**
 * On whose behalf a superior acts: its own, when it names itself, so that it can finish with a unit that has since moved
 * out of its subtree; else the unit's. Whether it is the superior is for the decision to say.
 */
export const decidingUnit = (command: { readonly unitId: string; readonly decidedByUnitId?: string }): string =>
  command.decidedByUnitId ?? command.unitId;

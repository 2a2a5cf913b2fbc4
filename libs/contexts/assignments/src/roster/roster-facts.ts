import { lineageOn, unitRecord, type UnitRecord } from '#contexts/org-units/contracts';
import { DomainError, type LocalDate, type Reader } from '#kernel';
import { cadreRecord, postOn, type CadreRecord } from '../cadre/cadre.js';
import type { Roster, RosterEntry, Tier } from './roster.js';

/** What an assignment must know of the unit followed and of the cadre who is to follow it. */
export interface RosterFacts {
  readonly unit: UnitRecord;
  readonly cadre: CadreRecord;
  /** Level of the committee for which the cadre works: a department's cadre works for the level above it. */
  readonly cadreLevel: string;
}

/** @param day first day of the assignment: the post and the tree of then count, also when it is entered years later */
export async function readRosterFacts(
  read: Reader,
  unitId: string,
  cadreId: string,
  day: LocalDate,
): Promise<RosterFacts> {
  const cadre = await read.state(cadreRecord, cadreId);
  const post = postOn(cadre, day);
  const line = post ? await lineageOn(read, post.unitId, day) : [];
  const committee = line.find(({ record }) => record.level !== 'department');
  return { unit: await read.state(unitRecord, unitId), cadre, cadreLevel: committee?.record.level ?? 'country' };
}

interface Term {
  readonly unitId: string;
  readonly cadreId: string;
  readonly from: LocalDate;
  /** Last day. */
  readonly to: LocalDate | null;
}

/**
 * The unit and the cadre must both last as long as the assignment, so that the assignments of a unit closed since, or
 * of a cadre retired since, can still be entered. @throws DomainError
 */
export function refuseUnfitTerm({ unit, cadre }: RosterFacts, { unitId, cadreId, to }: Term): void {
  if (unit.status === 'none') throw new DomainError('assignment.unit-unknown', { unitId });
  if (unit.status === 'closed' && (to === null || to > unit.closedOn!)) {
    throw new DomainError('assignment.unit-closed', { unitId, closedOn: unit.closedOn });
  }
  if (cadre.status === 'none') throw new DomainError('assignment.cadre-unknown', { cadreId });
  if (cadre.status === 'retired' && (to === null || to >= cadre.retiredOn!)) {
    throw new DomainError('assignment.cadre-retired', { cadreId, retiredOn: cadre.retiredOn });
  }
}

/** The same cadre is never assigned twice to a unit for one day. @throws DomainError */
export function refuseOverlap(roster: Roster, { cadreId, from, to }: Term, exceptId?: string): void {
  const overlapping = roster.entries.find(
    (entry) =>
      entry.assignmentId !== exceptId &&
      entry.cadreId === cadreId &&
      (entry.to === null || from <= entry.to) &&
      (to === null || entry.from <= to),
  );
  if (overlapping) {
    throw new DomainError('assignment.cadre-already-assigned', { assignmentId: overlapping.assignmentId, cadreId });
  }
}

/** @throws DomainError when no assignment of this unit has the id. */
export function entryOf(roster: Roster, assignmentId: string): RosterEntry {
  const entry = roster.entries.find((each) => each.assignmentId === assignmentId);
  if (!entry) throw new DomainError('assignment.unknown', { assignmentId }, 'not-found');
  return entry;
}

export function refuseKnownId(roster: Roster, assignmentId: string): void {
  if (roster.entries.some((entry) => entry.assignmentId === assignmentId)) {
    throw new DomainError('assignment.already-recorded', { assignmentId });
  }
}

export const tierOf = ({ cadreLevel, unit }: RosterFacts): Tier => `${cadreLevel}-${unit.level}`;

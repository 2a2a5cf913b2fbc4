import { lineage, unitRecord } from '#contexts/org-units/contracts';
import { act, addDays, Command, DomainError, forbidden, rootUnitId, type DecisionRef, type LocalDate } from '#kernel';
import { IsDay, IsDecision } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { assignmentCarried, roster } from './roster.js';
import { entryOf, readRosterFacts, refuseKnownId, refuseOverlap, refuseUnfitTerm, tierOf } from './roster-facts.js';

export class CarryAssignment extends Command {
  /** The unit that the cadre follows from now on: a successor of the closed one. */
  @IsUUID() unitId!: string;
  /** Id of the assignment that begins. */
  @IsUUID() assignmentId!: string;
  /** The closed unit, and the assignment that it left open. */
  @IsUUID() fromUnitId!: string;
  @IsUUID() fromAssignmentId!: string;
  /** Last day; that of the old assignment when left out. */
  @IsOptional() @IsDay() to?: LocalDate;
  @IsDecision() decision!: DecisionRef;
}

/**
 * An open assignment of a closed unit passes to a successor by decision, from the day after the unit's last. The old
 * one then ends by itself (`end-assignment`, cause `unit-closed`); whatever nobody decides about stays in `orphans`.
 */
export const carryAssignment = act({
  name: 'carry-assignment',
  summary: { vi: 'Chuyển phân công sang đơn vị kế thừa', en: 'Carry an assignment over to a successor' },
  command: CarryAssignment,
  aggregate: roster,
  roles: ['office', 'admin'],
  id: (command) => command.unitId,
  creates: true,
  unit: (command) => command.unitId,

  async facts({ unitId, fromUnitId, fromAssignmentId }, _state, read) {
    const old = await read.state(roster, fromUnitId);
    const oldUnit = await read.state(unitRecord, fromUnitId);
    const { closedOn } = oldUnit;
    const cadreId = old.entries.find((entry) => entry.assignmentId === fromAssignmentId)?.cadreId;
    return {
      old,
      oldUnit,
      oldLineIds: (await lineage(read, fromUnitId)).map((each) => each.unitId),
      // Of a unit that is open, or an assignment that is unknown, there is none: that is refused.
      ...(cadreId === undefined || closedOn === undefined
        ? {}
        : { term: await readRosterFacts(read, unitId, cadreId, addDays(closedOn, 1)) }),
    };
  },

  decide(command, state, { facts, actor }) {
    const { assignmentId, unitId, fromUnitId, fromAssignmentId } = command;
    const { closedOn, successorIds, status } = facts.oldUnit;
    if (status !== 'closed') throw new DomainError('assignment.unit-not-closed', { unitId: fromUnitId });
    if (!successorIds.includes(unitId)) throw new DomainError('assignment.not-a-successor', { unitId, successorIds });
    const isInSight = facts.oldLineIds.includes(actor.unitId) || actor.unitId === rootUnitId;
    if (!isInSight) throw forbidden('command.outside-scope', { unitId: fromUnitId });
    const entry = entryOf(facts.old, fromAssignmentId);
    const carried = state.entries.find((each) => each.fromAssignmentId === fromAssignmentId);
    if (carried) {
      if (carried.assignmentId === assignmentId) return [];
      throw new DomainError('assignment.already-carried', { assignmentId: carried.assignmentId });
    }
    if (entry.to !== null && entry.to <= closedOn!) {
      throw new DomainError('assignment.ended-before', { assignmentId: fromAssignmentId, to: entry.to });
    }
    refuseKnownId(state, assignmentId);
    const { cadreId } = entry;
    const from = addDays(closedOn!, 1);
    const term = { unitId, cadreId, from, to: command.to ?? entry.to };
    if (term.to !== null && term.to < from) {
      throw new DomainError('assignment.ends-before-it-starts', { to: term.to, from });
    }
    refuseUnfitTerm(facts.term!, term);
    refuseOverlap(state, term);
    const tier = tierOf(facts.term!);
    return [assignmentCarried({ assignmentId, ...term, tier, fromUnitId, fromAssignmentId })];
  },
});

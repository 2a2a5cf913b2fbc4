import { act, Command, type DecisionRef, invalidField, type LocalDate } from '#kernel';
import { IsDay, IsDecision } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { cadreAssigned, roster } from './roster.js';
import { readRosterFacts, refuseKnownId, refuseOverlap, refuseUnfitTerm, tierOf } from './roster-facts.js';

/** One line of a decision's annex: a whole decision is imported as a file of these under one correlation id. */
export class AssignCadre extends Command {
  @IsUUID() assignmentId!: string;
  /** The unit to follow. */
  @IsUUID() unitId!: string;
  @IsUUID() cadreId!: string;
  /** First day. */
  @IsDay() from!: LocalDate;
  /** Last day; until further notice when left out. */
  @IsOptional() @IsDay() to?: LocalDate;
  @IsDecision() decision!: DecisionRef;
}

/** A cadre may follow several units, and a unit may have several cadres (21 cadres for 24 communes in Ba Tri). */
export const assignCadre = act({
  name: 'assign-cadre',
  summary: { vi: 'Phân công cán bộ theo dõi đơn vị', en: 'Assign a cadre to follow a unit' },
  command: AssignCadre,
  aggregate: roster,
  roles: ['office', 'admin'],
  id: (command) => command.unitId,
  creates: true,
  unit: (command) => command.unitId,
  effectiveAt: ({ from }) => from,
  facts: ({ unitId, cadreId, from }, _state, read) => readRosterFacts(read, unitId, cadreId, from),

  decide(command, state, { facts }) {
    const { assignmentId, unitId, cadreId, from, to = null } = command;
    if (to !== null && to < from) throw invalidField('to', 'before-from', 'The last day is before the first day');
    refuseKnownId(state, assignmentId);
    refuseUnfitTerm(facts, { unitId, cadreId, from, to });
    refuseOverlap(state, { unitId, cadreId, from, to });
    return [cadreAssigned({ assignmentId, unitId, cadreId, from, to, tier: tierOf(facts) })];
  },
});

import { act, Command, DomainError, type DecisionRef, type LocalDate } from '#kernel';
import { IsDay, IsDecision, IsLine } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { assignmentExtended, roster } from './roster.js';
import { entryOf, readRosterFacts, refuseOverlap, refuseUnfitTerm } from './roster-facts.js';

export class ExtendAssignment extends Command {
  /** The unit followed. */
  @IsUUID() unitId!: string;
  @IsUUID() assignmentId!: string;
  /** New last day; until further notice when left out. */
  @IsOptional() @IsDay() to?: LocalDate;
  @IsOptional() @IsLine() reason?: string;
  @IsDecision() decision!: DecisionRef;
}

/** What another decision ended is not extended: the cadre is assigned anew. */
export const extendAssignment = act({
  name: 'extend-assignment',
  summary: { vi: 'Gia hạn phân công', en: 'Extend an assignment' },
  command: ExtendAssignment,
  aggregate: roster,
  roles: ['office', 'admin'],
  id: (command) => command.unitId,
  unit: (command) => command.unitId,
  facts: async ({ unitId, assignmentId }, state, read) => {
    const entry = state.entries.find((each) => each.assignmentId === assignmentId);
    return entry && readRosterFacts(read, unitId, entry.cadreId, entry.from);
  },

  decide({ unitId, assignmentId, to = null }, state, { facts }) {
    const entry = entryOf(state, assignmentId);
    if (entry.to === to) return [];
    if (entry.isEnded) throw new DomainError('assignment.ended-before', { assignmentId, to: entry.to });
    if (entry.to === null) throw new DomainError('assignment.has-no-term', { assignmentId });
    if (to !== null && to < entry.to) throw new DomainError('assignment.extension-not-later', { to, term: entry.to });
    const { cadreId, from } = entry;
    const term = { unitId, cadreId, from, to };
    refuseUnfitTerm(facts!, term);
    refuseOverlap(state, term, assignmentId);
    return [assignmentExtended({ assignmentId, unitId, cadreId, to, previousTo: entry.to })];
  },
});

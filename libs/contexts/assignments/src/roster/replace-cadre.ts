import { act, Command, type DecisionRef, DomainError, invalidField, type LocalDate } from '#kernel';
import { IsDay, IsDecision, IsLine } from '#platform';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { cadreReplaced, replacementCauses, roster, type ReplacementCause } from './roster.js';
import { entryOf, readRosterFacts, refuseKnownId, refuseOverlap, refuseUnfitTerm, tierOf } from './roster-facts.js';

export class ReplaceCadre extends Command {
  /** The unit followed. */
  @IsUUID() unitId!: string;
  /** The assignment that ends. */
  @IsUUID() assignmentId!: string;
  /** The assignment that begins. */
  @IsUUID() newAssignmentId!: string;
  @IsUUID() newCadreId!: string;
  /** First day of the new cadre; the other one's last day is the day before. */
  @IsDay() on!: LocalDate;
  /** Last day of the new assignment; until further notice when left out. */
  @IsOptional() @IsDay() to?: LocalDate;
  @IsIn(replacementCauses) cause!: ReplacementCause;
  @IsOptional() @IsLine() reason?: string;
  @IsDecision() decision!: DecisionRef;
}

/** One act, so that there is no day between the two and the old assignment names its successor for ever. */
export const replaceCadre = act({
  name: 'replace-cadre',
  summary: { vi: 'Thay cán bộ theo dõi', en: 'Replace the cadre who follows a unit' },
  command: ReplaceCadre,
  aggregate: roster,
  roles: ['office', 'admin'],
  id: (command) => command.unitId,
  unit: (command) => command.unitId,
  effectiveAt: ({ on }) => on,
  facts: ({ unitId, newCadreId, on }, _state, read) => readRosterFacts(read, unitId, newCadreId, on),

  decide(command, state, { facts }) {
    const { assignmentId, newAssignmentId, newCadreId, unitId, on, to = null, cause } = command;
    if (to !== null && to < on) throw invalidField('to', 'before-on', 'The last day is before the first day');
    const entry = entryOf(state, assignmentId);
    if (entry.to !== null && entry.to < on) {
      throw new DomainError('assignment.ended-before', { assignmentId, to: entry.to });
    }
    if (on <= entry.from) throw new DomainError('assignment.replaced-before-it-starts', { on, from: entry.from });
    if (newCadreId === entry.cadreId) throw new DomainError('assignment.replaced-by-same-cadre', { newCadreId });
    refuseKnownId(state, newAssignmentId);
    const term = { unitId, cadreId: newCadreId, from: on, to };
    refuseUnfitTerm(facts, term);
    refuseOverlap(state, term);
    return [
      cadreReplaced({
        assignmentId,
        unitId,
        cadreId: entry.cadreId,
        newAssignmentId,
        newCadreId,
        on,
        to,
        cause,
        tier: tierOf(facts),
      }),
    ];
  },
});

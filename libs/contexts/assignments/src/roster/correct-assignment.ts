import { act, Command, DomainError, invalidField, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { Equals, IsOptional, IsUUID } from 'class-validator';
import { assignmentCorrected, roster } from './roster.js';
import { entryOf, readRosterFacts, refuseOverlap, refuseUnfitTerm, tierOf } from './roster-facts.js';

/** What is left out stays as it was. */
export class CorrectAssignment extends Command {
  /** The unit under which it was recorded. */
  @IsUUID() unitId!: string;
  @IsUUID() assignmentId!: string;
  @IsOptional() @IsUUID() cadreId?: string;
  @IsOptional() @IsDay() from?: LocalDate;
  @IsOptional() @IsDay() to?: LocalDate;
  /** The decision names no last day. */
  @IsOptional() @Equals(true) untilFurtherNotice?: true;
  /** It never was: the decision names another unit, for which `assign-cadre` records it. */
  @IsOptional() @Equals(true) wrongUnit?: true;
  @IsLine() reason!: string;
}

/**
 * Đính chính: the assignment was entered otherwise than the decision reads. The wrong fact stays in the history; what
 * was recorded on its account (attendances of a cadre who was not assigned) is not touched.
 */
export const correctAssignment = act({
  name: 'correct-assignment',
  summary: { vi: 'Đính chính phân công ghi nhận sai', en: 'Correct an assignment that was recorded wrongly' },
  command: CorrectAssignment,
  aggregate: roster,
  roles: ['office', 'admin'],
  id: (command) => command.unitId,
  unit: (command) => command.unitId,
  // The day of the fact that it corrects.
  effectiveAt: ({ assignmentId }, { entries }) => entries.find((entry) => entry.assignmentId === assignmentId)?.from,
  facts: async ({ unitId, assignmentId, cadreId, from }, state, read) => {
    const entry = state.entries.find((each) => each.assignmentId === assignmentId);
    return entry && readRosterFacts(read, unitId, cadreId ?? entry.cadreId, from ?? entry.from);
  },

  decide(command, state, { facts }) {
    const { unitId, assignmentId } = command;
    const entry = entryOf(state, assignmentId);
    const before = { cadreId: entry.cadreId, from: entry.from, to: entry.to };
    const ids = { assignmentId, unitId, previousCadreId: before.cadreId };
    if (command.wrongUnit) {
      return [assignmentCorrected({ ...ids, cadreId: before.cadreId, before, after: null })];
    }
    const { cadreId = before.cadreId, from = before.from } = command;
    const to = command.untilFurtherNotice ? null : (command.to ?? before.to);
    if (cadreId === before.cadreId && from === before.from && to === before.to) return [];
    if (command.untilFurtherNotice && command.to !== undefined) {
      throw invalidField('to', 'contradicts', 'There is a last day, or there is none');
    }
    if (to !== null && to < from) throw new DomainError('assignment.ends-before-it-starts', { to, from });
    const term = { unitId, cadreId, from, to };
    refuseUnfitTerm(facts!, term);
    refuseOverlap(state, term, assignmentId);
    const after = { cadreId, from, to, tier: tierOf(facts!) };
    return [assignmentCorrected({ ...ids, cadreId, before, after })];
  },
});

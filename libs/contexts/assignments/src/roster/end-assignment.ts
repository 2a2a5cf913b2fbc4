import { act, Command, type DecisionRef, DomainError, type LocalDate } from '#kernel';
import { IsDay, IsLine, OptionalDecision } from '#platform';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { assignmentEnded, endCauses, roster, type EndCause } from './roster.js';
import { entryOf } from './roster-facts.js';

export class EndAssignment extends Command {
  /** The unit followed. */
  @IsUUID() unitId!: string;
  @IsUUID() assignmentId!: string;
  /** Last day. */
  @IsDay() to!: LocalDate;
  @IsIn(endCauses) cause!: EndCause;
  @IsOptional() @IsLine() reason?: string;
  /** May be left out when the decision that began the assignment already set its term. */
  @OptionalDecision() decision?: DecisionRef;
}

export const endAssignment = act({
  name: 'end-assignment',
  summary: { vi: 'Kết thúc phân công', en: 'End an assignment' },
  command: EndAssignment,
  aggregate: roster,
  roles: ['office', 'admin'],
  id: (command) => command.unitId,
  unit: (command) => command.unitId,
  effectiveAt: ({ to }) => to,

  decide(command, state) {
    const { assignmentId, unitId, to, cause } = command;
    const entry = entryOf(state, assignmentId);
    if (entry.to === to) return [];
    if (to < entry.from) throw new DomainError('assignment.ends-before-it-starts', { to, from: entry.from });
    if (entry.to !== null && entry.to < to) throw new DomainError('assignment.ended-before', { to: entry.to });
    return [assignmentEnded({ assignmentId, unitId, cadreId: entry.cadreId, to, cause })];
  },
});

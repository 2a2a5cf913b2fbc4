import { act, addDays, Command, type DecisionRef, DomainError, type LocalDate, notFound } from '#kernel';
import { IsDay, IsDecision } from '#platform';
import { ArrayMaxSize, ArrayUnique, IsOptional, IsUUID } from 'class-validator';
import { readSuccessors, refuseUnfitSuccessors } from './successors.js';
import { unitClosed, unitRecord } from './unit.js';

export class CloseUnit extends Command {
  @IsUUID() unitId!: string;
  /** Last day of the unit. */
  @IsDay() closedOn!: LocalDate;
  /** The units that carry on its work, registered before. */
  @IsOptional() @IsUUID(undefined, { each: true }) @ArrayMaxSize(50) @ArrayUnique() successorIds?: string[];
  @IsDecision() decision!: DecisionRef;
}

/** A closed unit stays in every view with its history; it takes no new units, assignments or meetings. */
export const closeUnit = act({
  name: 'close-unit',
  summary: { vi: 'Giải thể, kết thúc hoạt động đơn vị', en: 'Close a unit' },
  command: CloseUnit,
  aggregate: unitRecord,
  roles: ['office', 'admin'],
  id: (command) => command.unitId,
  unit: (_command, state) => state.parentId,
  // On its last day the unit is still there.
  effectiveAt: ({ closedOn }) => addDays(closedOn, 1),

  facts: async ({ successorIds = [] }, _state, read) => ({ successors: await readSuccessors(read, successorIds) }),

  decide(command, state, { facts, actor }) {
    const { unitId, closedOn, successorIds = [] } = command;
    if (state.status === 'none') throw notFound('org-unit.unknown', { unitId });
    if (state.status === 'closed') {
      const isDone = state.closedOn === closedOn && successorIds.every((id) => state.successorIds.includes(id));
      if (isDone) return [];
      throw new DomainError('org-unit.closed', { unitId, closedOn: state.closedOn });
    }
    if (closedOn < state.openedOn!) {
      throw new DomainError('org-unit.closes-before-it-opens', { closedOn, openedOn: state.openedOn });
    }
    refuseUnfitSuccessors(unitId, facts.successors, actor);
    return [unitClosed({ unitId, parentId: state.parentId!, closedOn, successorIds })];
  },
});

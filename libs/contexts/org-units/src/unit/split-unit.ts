import { act, addDays, Command, type DecisionRef, DomainError, type LocalDate, notFound } from '#kernel';
import { IsDay, IsDecision } from '#platform';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsBoolean, IsUUID } from 'class-validator';
import { readSuccessors, refuseUnfitSuccessors } from './successors.js';
import { unitClosed, unitRecord, unitSplit } from './unit.js';

export class SplitUnit extends Command {
  @IsUUID() unitId!: string;
  /** Registered before. */
  @IsUUID(undefined, { each: true }) @ArrayNotEmpty() @ArrayMaxSize(50) @ArrayUnique() successorIds!: string[];
  /** First day of the successors' work. */
  @IsDay() effectiveAt!: LocalDate;
  /** Tách: the unit goes on with the rest. Otherwise (chia) it is closed on the day before. */
  @IsBoolean() remains!: boolean;
  @IsDecision() decision!: DecisionRef;
}

export const splitUnit = act({
  name: 'split-unit',
  summary: { vi: 'Chia, tách đơn vị', en: 'Divide a unit' },
  command: SplitUnit,
  aggregate: unitRecord,
  roles: ['office', 'admin'],
  id: (command) => command.unitId,
  unit: (_command, state) => state.parentId,
  facts: async ({ successorIds }, _state, read) => ({ successors: await readSuccessors(read, successorIds) }),

  decide(command, state, { facts, actor }) {
    const { unitId, successorIds, remains, effectiveAt: on } = command;
    if (state.status === 'none') throw notFound('org-unit.unknown', { unitId });
    const isDone = successorIds.every((id) => state.successorIds.includes(id));
    if (isDone && remains === (state.status === 'open')) return [];
    if (state.status === 'closed') throw new DomainError('org-unit.closed', { unitId, closedOn: state.closedOn });
    if (on <= state.openedOn!) {
      throw new DomainError('org-unit.closes-before-it-opens', { closedOn: addDays(on, -1), openedOn: state.openedOn });
    }
    if (!remains && successorIds.length < 2) throw new DomainError('org-unit.split-needs-two', { successorIds });
    refuseUnfitSuccessors(unitId, facts.successors, actor);
    const parentId = state.parentId!;
    const split = unitSplit({ unitId, parentId, successorIds, on, remains });
    return remains ? [split] : [split, unitClosed({ unitId, parentId, closedOn: addDays(on, -1), successorIds })];
  },
});

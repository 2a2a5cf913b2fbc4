import { act, Command, type DecisionRef, DomainError, type LocalDate, notFound } from '#kernel';
import { IsDay, IsDecision } from '#platform';
import { ArrayMaxSize, IsOptional, IsUUID } from 'class-validator';
import { unitClosed, unitRecord } from './unit.js';

export class CloseUnit extends Command {
  @IsUUID() unitId!: string;
  /** Last day of the unit. */
  @IsDay() closedOn!: LocalDate;
  /** The units that carry on its work, registered before. */
  @IsOptional() @IsUUID(undefined, { each: true }) @ArrayMaxSize(50) successorIds?: string[];
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
  effectiveAt: ({ closedOn }) => closedOn,

  /** Those of the named successors that were never registered. */
  async facts(command, _state, read) {
    const unknown: string[] = [];
    for (const id of command.successorIds ?? []) {
      if ((await read.state(unitRecord, id)).status === 'none') unknown.push(id);
    }
    return { unknownSuccessorIds: unknown };
  },

  decide(command, state, { facts }) {
    const { unitId, closedOn, successorIds = [] } = command;
    if (state.status === 'none') throw notFound('org-unit.unknown', { unitId });
    if (state.status === 'closed') {
      if (state.closedOn === closedOn) return [];
      throw new DomainError('org-unit.closed', { unitId, closedOn: state.closedOn });
    }
    if (closedOn < state.openedOn!) {
      throw new DomainError('org-unit.closes-before-it-opens', { closedOn, openedOn: state.openedOn });
    }
    if (successorIds.includes(unitId)) throw new DomainError('org-unit.own-successor', { unitId });
    if (facts.unknownSuccessorIds.length > 0) {
      throw new DomainError('org-unit.successor-unknown', { successorIds: facts.unknownSuccessorIds });
    }
    return [unitClosed({ unitId, parentId: state.parentId!, closedOn, successorIds })];
  },
});

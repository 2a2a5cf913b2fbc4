import { act, Command, type DecisionRef, DomainError, forbidden, type LocalDate, notFound, rootUnitId } from '#kernel';
import { IsDay, IsDecision } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { lineage } from './ancestors.js';
import { readParent, refuseUnfitParent } from './parent.js';
import { unitMoved, unitRecord } from './unit.js';

export class MoveUnit extends Command {
  @IsUUID() unitId!: string;
  @IsUUID() parentId!: string;
  /** First day below the new parent; the day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
  @IsDecision() decision!: DecisionRef;
}

/** Both parents must lie in the actor's subtree: nobody can move a unit out of, or into, another's sight. */
export const moveUnit = act({
  name: 'move-unit',
  summary: { vi: 'Chuyển đơn vị sang cấp trên khác', en: 'Move a unit below another parent' },
  command: MoveUnit,
  aggregate: unitRecord,
  roles: ['office', 'admin'],
  id: (command) => command.unitId,
  unit: (_command, state) => state.parentId,
  facts: async (command, _state, read) => ({
    parent: await readParent(read, command.parentId),
    aboveIds: [...(await lineage(read, command.parentId)).map(({ unitId }) => unitId), rootUnitId],
  }),

  decide(command, state, { facts, actor, today }) {
    const { unitId, parentId } = command;
    if (state.status === 'none') throw notFound('org-unit.unknown', { unitId });
    if (state.status === 'closed') throw new DomainError('org-unit.closed', { unitId, closedOn: state.closedOn });
    if (parentId === state.parentId) return [];
    refuseUnfitParent(facts.parent, parentId, state.level);
    if (!facts.aboveIds.includes(actor.unitId)) throw forbidden('org-unit.new-parent-outside-scope', { parentId });
    if (facts.aboveIds.includes(unitId)) throw new DomainError('org-unit.moves-below-itself', { unitId, parentId });
    return [unitMoved({ unitId, parentId, previousParentId: state.parentId!, on: command.effectiveAt ?? today })];
  },
});

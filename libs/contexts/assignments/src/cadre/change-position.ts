import { lineage, unitRecord } from '#contexts/org-units/contracts';
import { act, Command, DomainError, forbidden, notFound, rootUnitId, tidyName } from '#kernel';
import type { DecisionRef, LocalDate } from '#kernel';
import { IsDay, IsDecision, IsLine } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { cadrePositionChanged, cadreRecord } from './cadre.js';
import { readCellLevel, refuseUnfitCell } from './own-cell.js';

/** What is left out stays as it was. */
export class ChangePosition extends Command {
  @IsUUID() cadreId!: string;
  @IsOptional() @IsLine(200) position?: string;
  /** The unit to which the cadre belongs from now on. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() cellId?: string;
  /** First day in the new position; the day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
  @IsOptional() @IsLine() reason?: string;
  @IsDecision() decision!: DecisionRef;
}

/** Ends and moves no assignment: what a cadre follows is decided on its own. Both units lie in the actor's subtree. */
export const changePosition = act({
  name: 'change-position',
  summary: { vi: 'Thay đổi chức vụ, đơn vị công tác của cán bộ', en: 'Change the position or unit of a cadre' },
  command: ChangePosition,
  aggregate: cadreRecord,
  roles: ['office', 'admin'],
  id: (command) => command.cadreId,
  unit: (_command, state) => state.unitId,

  async facts({ unitId, cellId }, _state, read) {
    const cellLevel = await readCellLevel(read, cellId);
    if (unitId === undefined || unitId === rootUnitId) {
      return { unitStatus: 'open' as const, aboveIds: [rootUnitId], cellLevel };
    }
    const line = await lineage(read, unitId);
    const { status } = await read.state(unitRecord, unitId);
    return { unitStatus: status, aboveIds: [...line.map((each) => each.unitId), rootUnitId], cellLevel };
  },

  decide(command, state, { facts, actor, today }) {
    const { cadreId } = command;
    if (state.status === 'none') throw notFound('cadre.unknown', { cadreId });
    if (state.status === 'retired') throw new DomainError('cadre.already-retired', { cadreId, on: state.retiredOn });
    const position = command.position === undefined ? state.position! : tidyName(command.position);
    const { unitId = state.unitId!, cellId = state.cellId } = command;
    if (position === state.position && unitId === state.unitId && cellId === state.cellId) return [];
    if (unitId !== state.unitId) {
      if (facts.unitStatus === 'none') throw new DomainError('cadre.unit-unknown', { unitId });
      if (facts.unitStatus === 'closed') throw new DomainError('cadre.unit-closed', { unitId });
      if (!facts.aboveIds.includes(actor.unitId)) throw forbidden('cadre.new-unit-outside-scope', { unitId });
    }
    refuseUnfitCell(command.cellId, facts.cellLevel);
    const on = command.effectiveAt ?? today;
    return [cadrePositionChanged({ cadreId, position, unitId, previousUnitId: state.unitId!, cellId, on })];
  },
});

import { act, Command, type DecisionRef, DomainError, type LocalDate, notFound, tidyName } from '#kernel';
import { IsDay, IsDecision, IsLine } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { unitRecord, unitRenamed } from './unit.js';

export class RenameUnit extends Command {
  @IsUUID() unitId!: string;
  @IsLine(200) name!: string;
  /** First day of the new name; the day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
  @IsDecision() decision!: DecisionRef;
}

export const renameUnit = act({
  name: 'rename-unit',
  summary: { vi: 'Đổi tên đơn vị', en: 'Rename a unit' },
  command: RenameUnit,
  aggregate: unitRecord,
  roles: ['office', 'admin'],
  id: (command) => command.unitId,
  unit: (command) => command.unitId,

  decide(command, state, { today }) {
    const { unitId } = command;
    if (state.status === 'none') throw notFound('org-unit.unknown', { unitId });
    if (state.status === 'closed') throw new DomainError('org-unit.closed', { unitId, closedOn: state.closedOn });
    const name = tidyName(command.name);
    if (name === state.name) return [];
    return [unitRenamed({ unitId, name, previousName: state.name, on: command.effectiveAt ?? today })];
  },
});

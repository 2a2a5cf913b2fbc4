import { act, Command, type DecisionRef, DomainError, type LocalDate, notFound } from '#kernel';
import { IsDay, IsLine, OptionalDecision } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { cadreRecord, cadreRetired } from './cadre.js';

export class RetireCadre extends Command {
  @IsUUID() cadreId!: string;
  /** First day on which the cadre follows nothing any more; the day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
  @IsOptional() @IsLine() reason?: string;
  @OptionalDecision() decision?: DecisionRef;
}

/** Ends no assignment: each ends, or passes to another cadre, by its own decision. */
export const retireCadre = act({
  name: 'retire-cadre',
  summary: { vi: 'Cán bộ nghỉ hưu, thôi công tác', en: 'Retire a cadre' },
  command: RetireCadre,
  aggregate: cadreRecord,
  roles: ['office', 'admin'],
  id: (command) => command.cadreId,
  unit: (_command, state) => state.unitId,

  decide(command, state, { today }) {
    const { cadreId } = command;
    if (state.status === 'none') throw notFound('cadre.unknown', { cadreId });
    const on = command.effectiveAt ?? today;
    if (state.retiredOn === on) return [];
    if (state.status === 'retired') throw new DomainError('cadre.already-retired', { cadreId, on: state.retiredOn });
    return [cadreRetired({ cadreId, unitId: state.unitId!, on })];
  },
});

import { unitRecord } from '#contexts/org-units/contracts';
import { act, Command, DomainError, invalidField, type DecisionRef, type LocalDate } from '#kernel';
import { IsDay, IsDecision } from '#platform';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsOptional, IsUUID } from 'class-validator';
import { cadreRecord } from '../cadre/cadre.js';
import { inspectionTeam, inspectorsAppointed } from './inspection-team.js';

export class AppointInspectors extends Command {
  @IsUUID() inspectionId!: string;
  /** The unit inspected. */
  @IsUUID() unitId!: string;
  @IsUUID(undefined, { each: true }) @ArrayNotEmpty() @ArrayMaxSize(50) @ArrayUnique() cadreIds!: string[];
  /** First day. */
  @IsDay() from!: LocalDate;
  /** Last day, when it is known. */
  @IsOptional() @IsDay() to?: LocalDate;
  @IsDecision() decision!: DecisionRef;
}

export const appointInspectors = act({
  name: 'appoint-inspectors',
  summary: { vi: 'Cử thành viên đoàn kiểm tra', en: 'Appoint the members of an inspection' },
  command: AppointInspectors,
  aggregate: inspectionTeam,
  roles: ['inspector', 'office', 'admin'],
  id: (command) => command.inspectionId,
  creates: true,
  unit: (command) => command.unitId,
  effectiveAt: ({ from }) => from,

  async facts({ unitId, cadreIds }, _state, read) {
    const cadres = await Promise.all(cadreIds.map((cadreId) => read.state(cadreRecord, cadreId)));
    return {
      unitStatus: (await read.state(unitRecord, unitId)).status,
      unknownIds: cadreIds.filter((_, index) => cadres[index]!.status === 'none'),
    };
  },

  decide(command, state, { facts }) {
    const { inspectionId, unitId, cadreIds, from, to = null } = command;
    if (to !== null && to < from) throw invalidField('to', 'before-from', 'The last day is before the first day');
    if (facts.unitStatus === 'none') throw new DomainError('assignment.unit-unknown', { unitId });
    if (facts.unknownIds.length > 0) throw new DomainError('assignment.cadre-unknown', { cadreIds: facts.unknownIds });
    if (state.unitId !== undefined && state.unitId !== unitId) {
      throw new DomainError('inspection.of-another-unit', { inspectionId, unitId: state.unitId });
    }
    const newcomers = cadreIds.filter((cadreId) => !state.cadreIds.includes(cadreId));
    return newcomers.length === 0 ? [] : [inspectorsAppointed({ inspectionId, unitId, cadreIds: newcomers, from, to })];
  },
});

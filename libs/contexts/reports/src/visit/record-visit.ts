import { assignedOn, roster } from '#contexts/assignments/contracts';
import { act, Command, DomainError, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { visit, visitPurposes, visitRecorded, type VisitPurpose } from './visit.js';

export class RecordVisit extends Command {
  /** Made by the client. */
  @IsUUID() visitId!: string;
  @IsUUID() unitId!: string;
  @IsUUID() cadreId!: string;
  @IsDay() on!: LocalDate;
  @IsIn(visitPurposes) purpose!: VisitPurpose;
  @IsLine(1000) forWhat!: string;
  @IsOptional() @IsLine(5000) findings?: string;
  /** Households visited: a count, no names. */
  @IsOptional() @IsInt() @Min(1) @Max(10_000) households?: number;
  /** The cadre for whom a secretary or the office enters this. */
  @IsOptional() @IsUUID() enteredFor?: string;
}

export const recordVisit = act({
  name: 'record-visit',
  summary: { vi: 'Ghi nhận cán bộ xuống cơ sở', en: "Record a cadre's visit to a unit followed" },
  command: RecordVisit,
  aggregate: visit,
  roles: ['cadre', 'secretary', 'office', 'admin'],
  id: (command) => command.visitId,
  creates: true,
  unit: (command) => command.unitId,
  effectiveAt: ({ on }) => on,
  facts: async ({ unitId, cadreId, on }, _state, read) => ({
    isAssigned: assignedOn(await read.state(roster, unitId), on).includes(cadreId),
  }),

  decide(command, state, { facts, today }) {
    const { visitId, unitId, cadreId, on, purpose, forWhat } = command;
    if (state.status !== 'none') throw new DomainError('visit.already-recorded', { visitId, status: state.status });
    if (on > today) throw new DomainError('visit.day-in-future', { on, today });
    if (!facts.isAssigned) throw new DomainError('visit.cadre-not-assigned', { cadreId, unitId, on });
    const { findings = null, households = null } = command;
    return [visitRecorded({ visitId, unitId, cadreId, on, purpose, forWhat, findings, households })];
  },
});

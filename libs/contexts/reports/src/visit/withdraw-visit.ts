import { act, Command, notFound } from '#kernel';
import { IsLine } from '#platform';
import { IsUUID } from 'class-validator';
import { visit, visitWithdrawn } from './visit.js';

export class WithdrawVisit extends Command {
  @IsUUID() visitId!: string;
  @IsLine() reason!: string;
}

export const withdrawVisit = act({
  name: 'withdraw-visit',
  summary: { vi: 'Rút lại ghi nhận xuống cơ sở', en: 'Withdraw a visit that was entered wrongly' },
  command: WithdrawVisit,
  aggregate: visit,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => command.visitId,
  unit: (_command, { recorded }) => recorded?.unitId,
  effectiveAt: (_command, { recorded }) => recorded?.on,

  decide({ visitId }, { recorded, status }) {
    if (!recorded) throw notFound('visit.unknown', { visitId });
    if (status === 'withdrawn') return [];
    const { unitId, cadreId, on } = recorded;
    return [visitWithdrawn({ visitId, unitId, cadreId, on })];
  },
});

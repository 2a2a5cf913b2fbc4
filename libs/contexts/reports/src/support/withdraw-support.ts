import { act, Command, notFound } from '#kernel';
import { IsLine } from '#platform';
import { IsUUID } from 'class-validator';
import { support, supportWithdrawn } from './support.js';

export class WithdrawSupport extends Command {
  @IsUUID() supportId!: string;
  @IsLine() reason!: string;
}

export const withdrawSupport = act({
  name: 'withdraw-support',
  summary: { vi: 'Rút lại ghi nhận hỗ trợ', en: 'Withdraw support that was not given' },
  command: WithdrawSupport,
  aggregate: support,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => command.supportId,
  unit: (_command, state) => state.unitId,
  effectiveAt: (_command, state) => state.firstRaisedOn,

  decide({ supportId }, { facts, status, unitId }) {
    if (!facts) throw notFound('support.unknown', { supportId });
    return status === 'withdrawn' ? [] : [supportWithdrawn({ supportId, unitId: unitId!, before: facts })];
  },
});

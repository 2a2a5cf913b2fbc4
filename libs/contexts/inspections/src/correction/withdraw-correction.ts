import { act, Command, forbidden } from '#kernel';
import { IsLine } from '#platform';
import { IsUUID } from 'class-validator';
import { correction, correctionWithdrawn } from './correction.js';
import { expectStatus, refusePartlyApplied } from './step.js';

export class WithdrawCorrection extends Command {
  @IsUUID() correctionId!: string;
  @IsLine() reason!: string;
}

/** Before its approval, by the one who requested it. */
export const withdrawCorrection = act({
  name: 'withdraw-correction',
  summary: { vi: 'Rút đề nghị đính chính', en: 'Withdraw a correction' },
  command: WithdrawCorrection,
  aggregate: correction,
  roles: ['inspector', 'office', 'admin'],
  id: (command) => command.correctionId,
  unit: (_command, state) => state.unitId,

  decide({ correctionId }, state, { actor }) {
    expectStatus(state, correctionId, 'requested', 'rehearsed');
    refusePartlyApplied(state);
    if (actor.subject !== state.requestedBy) throw forbidden('correction.not-requester', {});
    return [correctionWithdrawn({ correctionId, unitId: state.unitId! })];
  },
});

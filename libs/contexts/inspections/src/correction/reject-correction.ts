import { act, Command } from '#kernel';
import { IsLine } from '#platform';
import { IsUUID } from 'class-validator';
import { correction, correctionRejected } from './correction.js';
import { expectStatus, refusePartlyApplied } from './step.js';

export class RejectCorrection extends Command {
  @IsUUID() correctionId!: string;
  @IsLine() reason!: string;
}

export const rejectCorrection = act({
  name: 'reject-correction',
  summary: { vi: 'Không phê duyệt đính chính', en: 'Reject a correction' },
  command: RejectCorrection,
  aggregate: correction,
  roles: ['inspector', 'admin'],
  id: (command) => command.correctionId,
  unit: (_command, state) => state.unitId,

  decide({ correctionId }, state, { actor }) {
    expectStatus(state, correctionId, 'requested', 'rehearsed');
    refusePartlyApplied(state);
    return [correctionRejected({ correctionId, unitId: state.unitId!, rejectedBy: actor.subject })];
  },
});

import { act, Command, DomainError } from '#kernel';
import { Decision, IsLine, OptionalDecision } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { correction, correctionApproved } from './correction.js';
import { expectStatus } from './step.js';

export class ApproveCorrection extends Command {
  @IsUUID() correctionId!: string;
  /** The dry run that was looked at: what it showed is what is approved. */
  @IsUUID() dryRunId!: string;
  @OptionalDecision() decision?: Decision;
  @IsOptional() @IsLine() reason?: string;
}

/** Four eyes: neither who asked for it nor who entered what is wrong. */
export const approveCorrection = act({
  name: 'approve-correction',
  summary: { vi: 'Phê duyệt đính chính', en: 'Approve a correction after its dry run' },
  command: ApproveCorrection,
  aggregate: correction,
  roles: ['inspector', 'admin'],
  id: (command) => command.correctionId,
  unit: (_command, state) => state.unitId,

  decide({ correctionId, dryRunId }, state, { actor, commandId }) {
    const { contributors, dryRun, items, unitId } = state;
    const { subject } = actor;
    expectStatus(state, correctionId, 'rehearsed');
    if (dryRun!.dryRunId !== dryRunId)
      throw new DomainError('correction.other-dry-run', { dryRunId: dryRun!.dryRunId });
    if (contributors.includes(subject)) throw new DomainError('correction.approver-requested', {});
    const entered = items.findIndex(({ corrects }) => corrects.enteredBy === subject);
    if (entered >= 0) throw new DomainError('correction.approver-entered', { item: entered });
    return [
      correctionApproved({ correctionId, unitId: unitId!, dryRunId, approvedBy: subject, approvalId: commandId }),
    ];
  },
});

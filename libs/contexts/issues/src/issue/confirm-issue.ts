import { act, Command, type LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { refuseHolder } from './holder.js';
import { issue, issueConfirmed } from './issue.js';
import { takeStep } from './step.js';

export class ConfirmIssue extends Command {
  @IsUUID() issueId!: string;
  /** The person whose word it is, when another enters it. */
  @IsOptional() @IsUUID() enteredFor?: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

/** By the side that raised it: it is settled. */
export const confirmIssue = act({
  name: 'confirm-issue',
  summary: { vi: 'Xác nhận kiến nghị đã được giải quyết', en: 'Confirm that an issue is settled' },
  command: ConfirmIssue,
  aggregate: issue,
  roles: ['cadre', 'secretary', 'office', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.unitId,

  decide({ issueId, effectiveAt, enteredFor }, state, { actor, today }) {
    const on = effectiveAt ?? today;
    const opened = takeStep('confirm', issueId, state, { on, today });
    refuseHolder(actor, enteredFor, opened);
    const { unitId, holderUnitId } = opened;
    return [issueConfirmed({ issueId, unitId, holderUnitId, on })];
  },
});

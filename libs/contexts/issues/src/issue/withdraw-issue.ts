import { act, Command, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { refuseHolder } from './holder.js';
import { issue, issueWithdrawn } from './issue.js';
import { takeStep } from './step.js';

export class WithdrawIssue extends Command {
  @IsUUID() issueId!: string;
  /** Why, in words. */
  @IsLine() reason!: string;
  /** The person whose word it is, when another enters it. */
  @IsOptional() @IsUUID() enteredFor?: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

/** By the side that raised it, as long as it is open. */
export const withdrawIssue = act({
  name: 'withdraw-issue',
  summary: { vi: 'Rút kiến nghị', en: 'Withdraw an issue' },
  command: WithdrawIssue,
  aggregate: issue,
  roles: ['cadre', 'secretary', 'office', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.unitId,

  decide({ issueId, effectiveAt, enteredFor }, state, { actor, today }) {
    const on = effectiveAt ?? today;
    const opened = takeStep('withdraw', issueId, state, { on, today });
    refuseHolder(actor, enteredFor, opened);
    const { unitId, holderUnitId } = opened;
    return [issueWithdrawn({ issueId, unitId, holderUnitId, on })];
  },
});

import { act, Command, type LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { issue, issueConfirmed } from './issue.js';
import { takeStep } from './step.js';

export class ConfirmIssue extends Command {
  @IsUUID() issueId!: string;
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

  decide({ issueId, effectiveAt }, state, { today }) {
    const on = effectiveAt ?? today;
    const { unitId, holderUnitId } = takeStep('confirm', issueId, state, { on, today });
    return [issueConfirmed({ issueId, unitId, holderUnitId, on })];
  },
});

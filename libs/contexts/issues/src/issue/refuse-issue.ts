import { act, Command, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { issue, issueRefused } from './issue.js';
import { takeStep } from './step.js';
import { refusalCauses, type RefusalCause } from './vocabulary.js';

export class RefuseIssue extends Command {
  @IsUUID() issueId!: string;
  @IsIn(refusalCauses) cause!: RefusalCause;
  /** Why, in words. */
  @IsLine() reason!: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

/** Not handled, and on record as such: 11-QĐi/TW for anonymous ones. */
export const refuseIssue = act({
  name: 'refuse-issue',
  summary: { vi: 'Từ chối thụ lý kiến nghị', en: 'Refuse an issue' },
  command: RefuseIssue,
  aggregate: issue,
  roles: ['secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,

  decide({ issueId, cause, effectiveAt }, state, { today }) {
    const on = effectiveAt ?? today;
    const { unitId, holderUnitId } = takeStep('refuse', issueId, state, { on, today });
    return [issueRefused({ issueId, unitId, holderUnitId, cause, on })];
  },
});

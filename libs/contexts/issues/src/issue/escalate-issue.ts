import { act, Command, DomainError, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { noticeDeadline } from '../rules/issue-rules.js';
import { readSending, refuseUnfitHolder } from './holder.js';
import { issue, issueEscalated } from './issue.js';
import { takeStep } from './step.js';
import { escalationCauses, type EscalationCause } from './vocabulary.js';

export class EscalateIssue extends Command {
  @IsUUID() issueId!: string;
  /** A superior of the holder, or a department beside the way up; the root's id for the centre. */
  @IsUUID() toUnitId!: string;
  @IsIn(escalationCauses) cause!: EscalationCause;
  /** Why, in words. */
  @IsLine() reason!: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

export const escalateIssue = act({
  name: 'escalate-issue',
  summary: { vi: 'Chuyển kiến nghị lên cấp trên, sang cơ quan có thẩm quyền', en: 'Escalate an issue' },
  command: EscalateIssue,
  aggregate: issue,
  roles: ['cadre', 'secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,
  facts: async ({ toUnitId }, { holderUnitId }, read) => ({
    sending: holderUnitId === undefined ? undefined : await readSending(read, holderUnitId, toUnitId),
  }),

  decide({ issueId, toUnitId, cause, effectiveAt }, state, { facts, today }) {
    const on = effectiveAt ?? today;
    const { unitId, holderUnitId } = takeStep('escalate', issueId, state, { on, today });
    if (toUnitId === holderUnitId) throw new DomainError('issue.holder-has-it', { unitId: toUnitId });
    refuseUnfitHolder(facts.sending!);
    const { dueOn, rulePack } = noticeDeadline(on);
    return [
      issueEscalated({
        issueId,
        unitId,
        fromUnitId: holderUnitId,
        holderUnitId: toUnitId,
        holderLevel: facts.sending!.target.level,
        cause,
        escalatedOn: on,
        noticeDueOn: dueOn,
        rulePack,
      }),
    ];
  },
});

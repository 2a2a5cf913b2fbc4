import { unitRecord } from '#contexts/org-units/contracts';
import { act, Command, DomainError, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { noticeDeadline } from '../rules/issue-rules.js';
import { issue, issueReturned } from './issue.js';
import { dayOf, issuePack } from './issue-pack.js';
import { takeStep } from './step.js';

export class ReturnIssue extends Command {
  @IsUUID() issueId!: string;
  /** Why it is not this body's business. */
  @IsLine() reason!: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

/** To whoever sent it, who must find the competent body. */
export const returnIssue = act({
  name: 'return-issue',
  summary: { vi: 'Trả lại kiến nghị không thuộc thẩm quyền', en: 'Return an issue that is not this body’s' },
  command: ReturnIssue,
  aggregate: issue,
  roles: ['secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,
  facts: async (command, { senders }, read) => {
    const sender = senders.at(-1)?.unitId ?? '';
    return {
      pack: await issuePack(read, sender, dayOf(command)),
      senderLevel: (await read.state(unitRecord, sender)).level || 'country',
    };
  },

  decide({ issueId, effectiveAt }, state, { facts, today }) {
    const on = effectiveAt ?? today;
    const { unitId, holderUnitId, senders } = takeStep('return', issueId, state, { on, today });
    const sender = senders.at(-1);
    if (!sender) throw new DomainError('issue.nobody-sent-it', { unitId: holderUnitId });
    const { dueOn, ...setBy } = noticeDeadline(facts.pack, on);
    return [
      issueReturned({
        issueId,
        unitId,
        fromUnitId: holderUnitId,
        holderUnitId: sender.unitId,
        holderLevel: facts.senderLevel,
        on,
        noticeDueOn: dueOn,
        ...setBy,
      }),
    ];
  },
});

import { act, Command, type LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { deadlineAfterWait } from '../rules/issue-rules.js';
import { issue, issueResumed } from './issue.js';
import { dayOf, issuePack } from './issue-pack.js';
import { takeStep } from './step.js';

export class ResumeIssue extends Command {
  @IsUUID() issueId!: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

/** The working days that were left when the wait began are counted from this day. */
export const resumeIssue = act({
  name: 'resume-issue',
  summary: { vi: 'Tiếp tục giải quyết kiến nghị', en: 'Go on with an issue' },
  command: ResumeIssue,
  aggregate: issue,
  roles: ['secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,
  facts: async (command, { holderUnitId = '' }, read) => ({
    pack: await issuePack(read, holderUnitId, dayOf(command)),
  }),

  decide({ issueId, effectiveAt }, state, { facts, today }) {
    const on = effectiveAt ?? today;
    const opened = takeStep('resume', issueId, state, { on, today });
    const { unitId, holderUnitId, dueOn: previousDueOn } = opened;
    const waitedSince = opened.waitingSince!;
    const deadline = deadlineAfterWait(facts.pack, { dueOn: previousDueOn, since: waitedSince, until: on });
    return [issueResumed({ issueId, unitId, holderUnitId, waitedSince, on, previousDueOn, ...deadline })];
  },
});

import { act, Command, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { resolutionDeadline } from '../rules/issue-rules.js';
import { issue, issueReopened } from './issue.js';
import { dayOf, issuePack } from './issue-pack.js';
import { takeStep } from './step.js';

export class ReopenIssue extends Command {
  @IsUUID() issueId!: string;
  /** Why, in words. */
  @IsLine() reason!: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

/** By the side that raised it. The last holder has it again, with a new deadline. */
export const reopenIssue = act({
  name: 'reopen-issue',
  summary: { vi: 'Mở lại kiến nghị', en: 'Reopen an issue' },
  command: ReopenIssue,
  aggregate: issue,
  roles: ['cadre', 'secretary', 'office', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.unitId,
  facts: async (command, { holderUnitId = '' }, read) => ({
    pack: await issuePack(read, holderUnitId, dayOf(command)),
  }),

  decide({ issueId, effectiveAt }, state, { facts, today }) {
    const on = effectiveAt ?? today;
    const { unitId, holderUnitId, holderLevel } = takeStep('reopen', issueId, state, { on, today });
    const deadline = resolutionDeadline(facts.pack, on, holderLevel);
    return [issueReopened({ issueId, unitId, holderUnitId, reopenedOn: on, ...deadline })];
  },
});

import { act, Command, DomainError, type DecisionRef, type LocalDate } from '#kernel';
import { IsDay, IsLine, OptionalDecision } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { deadlineOn } from '../rules/issue-rules.js';
import { issue, issueExtended } from './issue.js';
import { dayOf, issuePack } from './issue-pack.js';
import { takeStep } from './step.js';

export class ExtendIssue extends Command {
  @IsUUID() issueId!: string;
  /** The new deadline, later than the one before. */
  @IsDay() dueOn!: LocalDate;
  /** Why, in words. */
  @IsLine() reason!: string;
  @OptionalDecision() decision?: DecisionRef;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

export const extendIssue = act({
  name: 'extend-issue',
  summary: { vi: 'Gia hạn giải quyết kiến nghị', en: 'Extend the deadline of an issue' },
  command: ExtendIssue,
  aggregate: issue,
  roles: ['office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,
  facts: async (command, { holderUnitId = '' }, read) => ({
    pack: await issuePack(read, holderUnitId, dayOf(command)),
  }),

  decide({ issueId, dueOn, effectiveAt }, state, { facts, today }) {
    const on = effectiveAt ?? today;
    const { unitId, holderUnitId, dueOn: previousDueOn } = takeStep('extend', issueId, state, { on, today });
    if (dueOn <= previousDueOn) throw new DomainError('issue.not-later', { dueOn, previousDueOn });
    const deadline = deadlineOn(facts.pack, dueOn);
    return [issueExtended({ issueId, unitId, holderUnitId, on, previousDueOn, ...deadline })];
  },
});

import { act, Command, DomainError, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { issue, issueMerged } from './issue.js';
import { isOpen, takeStep } from './step.js';

export class MergeIssue extends Command {
  /** The duplicate. */
  @IsUUID() issueId!: string;
  /** The issue that goes on for both; with the same holder. */
  @IsUUID() intoIssueId!: string;
  /** Why they are the same, in words. */
  @IsLine() reason!: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

/** By the body that holds both. Whoever raised the duplicate is told of every step of the other from now on. */
export const mergeIssue = act({
  name: 'merge-issue',
  summary: { vi: 'Gộp kiến nghị trùng', en: 'Merge a duplicate into another issue' },
  command: MergeIssue,
  aggregate: issue,
  roles: ['secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,
  facts: async ({ intoIssueId }, _state, read) => ({ into: await read.state(issue, intoIssueId) }),

  decide({ issueId, intoIssueId, effectiveAt }, state, { facts, today }) {
    const on = effectiveAt ?? today;
    const { unitId, holderUnitId } = takeStep('merge', issueId, state, { on, today });
    if (intoIssueId === issueId) throw new DomainError('issue.merged-into-itself', { issueId });
    if (!isOpen(facts.into))
      throw new DomainError('issue.merged-into-none', { intoIssueId, status: facts.into.status });
    if (facts.into.holderUnitId !== holderUnitId) {
      throw new DomainError('issue.merged-across-holders', { intoIssueId, unitId: facts.into.holderUnitId });
    }
    return [issueMerged({ issueId, unitId, holderUnitId, intoIssueId, on })];
  },
});

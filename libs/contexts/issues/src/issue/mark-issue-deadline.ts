import { act, Command, type LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { IsIn, IsUUID } from 'class-validator';
import { escalationDay } from '../rules/issue-rules.js';
import { issue, issueDeadlineMarked } from './issue.js';
import { issuePack } from './issue-pack.js';
import { isOpen } from './step.js';

export class MarkIssueDeadline extends Command {
  @IsUUID() issueId!: string;
  @IsIn(['near-due', 'overdue']) mark!: 'near-due' | 'overdue';
  /** The deadline that is meant: another one has been set when they differ. */
  @IsDay() dueOn!: LocalDate;
  /** The first day on which it is so. */
  @IsDay() effectiveAt!: LocalDate;
}

/** By the process `issue-deadlines`, when the day has come. Changes nobody's step; says it once per deadline. */
export const markIssueDeadline = act({
  name: 'mark-issue-deadline',
  summary: { vi: 'Ghi nhận sắp đến hạn, quá hạn (tự động)', en: 'Mark a deadline as near or missed (automatic)' },
  command: MarkIssueDeadline,
  aggregate: issue,
  roles: [],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,
  facts: async ({ effectiveAt }, { holderUnitId = '' }, read) => ({
    pack: await issuePack(read, holderUnitId, effectiveAt),
  }),

  decide({ issueId, mark, dueOn, effectiveAt: on }, state, { facts }) {
    const { dueFor, holderUnitId, marks, unitId } = state;
    const isRunning = isOpen(state) && state.status !== 'waiting' && state.dueOn === dueOn;
    if (!isRunning || marks.includes(mark)) return [];
    const escalateOn = mark === 'overdue' ? escalationDay(facts.pack, dueOn) : null;
    return [
      issueDeadlineMarked({
        ...{ issueId, unitId: unitId!, holderUnitId: holderUnitId! },
        ...{ mark, dueFor, dueOn, on, escalateOn },
      }),
    ];
  },
});

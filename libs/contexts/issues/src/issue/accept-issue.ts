import { act, Command, type LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { resolutionDeadline } from '../rules/issue-rules.js';
import { issue, issueAccepted } from './issue.js';
import { dayOf, issuePack } from './issue-pack.js';
import { takeStep } from './step.js';

export class AcceptIssue extends Command {
  @IsUUID() issueId!: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

/** By the body that holds it and is competent. The clock of the resolution starts here. */
export const acceptIssue = act({
  name: 'accept-issue',
  summary: { vi: 'Tiếp nhận kiến nghị', en: 'Accept an issue' },
  command: AcceptIssue,
  aggregate: issue,
  roles: ['secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,
  facts: async (command, { holderUnitId = '' }, read) => ({
    pack: await issuePack(read, holderUnitId, dayOf(command)),
  }),

  decide({ issueId, effectiveAt }, state, { facts, today }) {
    const on = effectiveAt ?? today;
    const { unitId, holderUnitId, holderLevel } = takeStep('accept', issueId, state, { on, today });
    const deadline = resolutionDeadline(facts.pack, on, holderLevel);
    return [issueAccepted({ issueId, unitId, holderUnitId, holderLevel, acceptedOn: on, ...deadline })];
  },
});

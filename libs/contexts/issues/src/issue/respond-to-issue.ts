import { act, Command, type LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { IsOptional, IsUUID } from 'class-validator';
import { issue, issueAnswered } from './issue.js';
import { takeStep } from './step.js';

export class RespondToIssue extends Command {
  @IsUUID() issueId!: string;
  @IsLine(5000) answer!: string;
  /** The day of entry when left out. */
  @IsOptional() @IsDay() effectiveAt?: LocalDate;
}

/** An answer may be completed by a further one until the issue is resolved. */
export const respondToIssue = act({
  name: 'respond-to-issue',
  summary: { vi: 'Trả lời kiến nghị', en: 'Answer an issue' },
  command: RespondToIssue,
  aggregate: issue,
  roles: ['secretary', 'office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,

  decide({ issueId, answer, effectiveAt }, state, { today }) {
    const on = effectiveAt ?? today;
    const { unitId, holderUnitId } = takeStep('respond', issueId, state, { on, today });
    return [issueAnswered({ issueId, unitId, holderUnitId, answer: answer.normalize('NFC'), answeredOn: on })];
  },
});

import { act, Command, DomainError } from '#kernel';
import { IsLine } from '#platform';
import { IsUUID } from 'class-validator';
import { issue, issueAnswerCorrected } from './issue.js';
import { known } from './step.js';

export class CorrectIssueAnswer extends Command {
  @IsUUID() issueId!: string;
  @IsLine(5000) answer!: string;
  /** What was wrong with it. */
  @IsLine() reason!: string;
}

/** Đính chính: the last answer was wrong when it was given. Both stay on record. */
export const correctIssueAnswer = act({
  name: 'correct-issue-answer',
  summary: { vi: 'Đính chính nội dung trả lời', en: 'Correct an answer' },
  command: CorrectIssueAnswer,
  aggregate: issue,
  roles: ['office', 'responsible-body', 'admin'],
  id: (command) => command.issueId,
  unit: (_command, state) => state.holderUnitId,
  effectiveAt: (_command, state) => state.answeredOn,

  decide({ issueId, answer }, state) {
    const { unitId, holderUnitId } = known(issueId, state);
    if (state.answer === undefined) throw new DomainError('issue.not-answered', { status: state.status });
    const [corrected, previousAnswer] = [answer.normalize('NFC'), state.answer];
    if (corrected === previousAnswer) return [];
    return [issueAnswerCorrected({ issueId, unitId, holderUnitId, answer: corrected, previousAnswer })];
  },
});

import { fold } from '#kernel';
import { given } from '#testing';
import { correctIssueAnswer } from './correct-issue-answer.js';
import { issue, issueAnswerCorrected } from './issue.js';
import { accepted, answered, commune, issueId, raised, resolved, unitId } from './spec-issue.js';

const command = { issueId, answer: 'Đã bố trí vốn năm 2025', reason: 'Sai năm' };
const corrected = issueAnswerCorrected({
  ...{ issueId, unitId, holderUnitId: commune },
  ...{ answer: 'Đã bố trí vốn năm 2025', previousAnswer: 'Đã bố trí vốn' },
});

describe('correct-issue-answer', () => {
  it('puts the right answer beside the wrong one, of a settled issue too', () => {
    given(correctIssueAnswer, [raised, accepted, answered]).when(command).then([corrected]);
    given(correctIssueAnswer, [raised, accepted, answered, resolved]).when(command).then([corrected]);
  });

  it('holds from the day of the answer', () => {
    const state = fold(issue, [raised, accepted, answered]);
    expect(correctIssueAnswer.effectiveAt!(command as Parameters<typeof correctIssueAnswer.id>[0], state)).toBe(
      '2024-08-20',
    );
  });

  it('changes nothing twice, and refuses what was never answered', () => {
    given(correctIssueAnswer, [raised, accepted, answered, corrected]).when(command).then([]);
    given(correctIssueAnswer, [raised, accepted])
      .when(command)
      .thenRefused('issue.not-answered', { status: 'accepted' });
  });
});

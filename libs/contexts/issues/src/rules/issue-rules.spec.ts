import { issueRulePacks, issueRulesOn, noticeDeadline, resolutionDeadline } from './issue-rules.js';

describe('rules of issues', () => {
  it('are in force on every day, newest first', () => {
    expect(issueRulesOn('1995-01-01').id).toBe('issues-11-QĐi');
    const days = issueRulePacks.map(({ validFrom }) => validFrom);
    expect(days).toEqual([...days].sort().reverse());
  });

  it('say what no source confirms', () => {
    expect(issueRulesOn('2024-08-29').unconfirmed).toEqual(['resolutionWorkingDays']);
  });

  it('give ten working days for the notice', () => {
    expect(noticeDeadline('2024-08-29')).toEqual({ dueOn: '2024-09-16', rulePack: 'issues-11-QĐi' });
  });

  it('give the longest term to a level without a figure', () => {
    expect(resolutionDeadline('2024-08-29', 'planet')).toEqual(resolutionDeadline('2024-08-29', 'country'));
  });
});

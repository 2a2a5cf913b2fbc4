import { addDays } from '#kernel';
import { issueRulePacks, issueRulesOn, noticeDeadline, resolutionDeadline } from './issue-rules.js';

describe('rules of issues', () => {
  it('are in force on every day: no gap, no overlap, and no end', () => {
    expect(issueRulesOn('1900-01-01').name).toBe('issues-11-QĐi');
    for (const [index, { validTo }] of issueRulePacks.entries()) {
      const next = issueRulePacks[index + 1];
      expect(next?.validFrom).toBe(validTo === null ? undefined : addDays(validTo, 1));
    }
  });

  it('say what no source confirms', () => {
    expect(issueRulesOn('2024-08-29').unconfirmed).toHaveLength(1);
  });

  it('give ten working days for the notice', () => {
    expect(noticeDeadline('2024-08-29')).toEqual({ dueOn: '2024-09-16', rulePack: 'issues-11-QĐi' });
  });

  it('give the longest term to a level without a figure', () => {
    expect(resolutionDeadline('2024-08-29', 'planet')).toEqual(resolutionDeadline('2024-08-29', 'country'));
  });
});

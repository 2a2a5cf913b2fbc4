import { given } from '#testing';
import { issueExtended, issueResumed } from './issue.js';
import { resumeIssue } from './resume-issue.js';
import { accepted, commune, facts, issueId, raised, setBy, unitId, waiting } from './spec-issue.js';

const held = { issueId, unitId, holderUnitId: commune };
const resumed = (on: string, previousDueOn: string, dueOn: string) =>
  issueResumed({ ...held, waitedSince: '2024-08-12', on, previousDueOn, dueOn, ...setBy(dueOn) });

describe('resume-issue', () => {
  it('counts the ten working days that were left from the day on which it goes on', () => {
    given(resumeIssue, [raised, accepted, waiting], { facts })
      .when({ issueId, effectiveAt: '2024-08-29' })
      .then([resumed('2024-08-29', '2024-08-26', '2024-09-16')]);
  });

  it('gives the same deadline after a wait of no day', () => {
    given(resumeIssue, [raised, accepted, waiting], { facts })
      .when({ issueId, effectiveAt: '2024-08-12' })
      .then([resumed('2024-08-12', '2024-08-26', '2024-08-26')]);
  });

  it('goes by the deadline as it was extended', () => {
    const to = '2024-09-10';
    const extended = issueExtended({ ...held, on: '2024-08-06', previousDueOn: '2024-08-26', dueOn: to, ...setBy(to) });
    given(resumeIssue, [raised, accepted, extended, waiting], { facts })
      .when({ issueId, effectiveAt: '2024-08-19' })
      .then([resumed('2024-08-19', to, '2024-09-17')]);
  });

  it('refuses what does not wait', () => {
    given(resumeIssue, [raised, accepted], { facts })
      .when({ issueId })
      .thenRefused('issue.cannot-resume', { status: 'accepted', allowedFrom: ['waiting'] });
  });
});

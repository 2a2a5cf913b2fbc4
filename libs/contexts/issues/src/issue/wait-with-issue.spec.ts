import { given } from '#testing';
import { accepted, answered, issueId, raised, waiting } from './spec-issue.js';
import { waitWithIssue } from './wait-with-issue.js';

const command = { issueId, waitsFor: 'funding' as const, reason: 'Chờ kế hoạch vốn năm 2025' };

describe('wait-with-issue', () => {
  it('stops the clock of what is being settled', () => {
    given(waitWithIssue, [raised, accepted])
      .when({ ...command, effectiveAt: '2024-08-12' })
      .then([waiting]);
  });

  it('refuses what nobody accepted, what waits already, and what was answered', () => {
    given(waitWithIssue, [raised])
      .when(command)
      .thenRefused('issue.cannot-wait', { status: 'raised', allowedFrom: ['accepted', 'reopened'] });
    given(waitWithIssue, [raised, accepted, waiting]).when(command).thenRefused('issue.cannot-wait');
    given(waitWithIssue, [raised, accepted, answered]).when(command).thenRefused('issue.cannot-wait');
  });
});

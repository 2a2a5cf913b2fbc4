import { given, today } from '#testing';
import { issueConfirmed, issueReopened } from './issue.js';
import { reopenIssue } from './reopen-issue.js';
import { accepted, answered, commune, facts, issueId, raised, resolved, setBy, unitId } from './spec-issue.js';

const reason = 'Đường hỏng lại sau một tháng';
const held = { issueId, unitId, holderUnitId: commune };
const again = issueReopened({ ...held, reopenedOn: today, dueOn: '2024-09-23', ...setBy('2024-09-23') });

describe('reopen-issue', () => {
  it('gives it back to the last holder with a new deadline', () => {
    given(reopenIssue, [raised, accepted, answered, resolved], { facts }).when({ issueId, reason }).then([again]);
  });

  it('may come after a confirmation', () => {
    const confirmed = issueConfirmed({ ...held, on: '2024-08-25' });
    given(reopenIssue, [raised, accepted, answered, resolved, confirmed], { facts })
      .when({ issueId, reason })
      .then([again]);
  });

  it('refuses what is not resolved, and the unknown', () => {
    given(reopenIssue, [raised, accepted, answered], { facts })
      .when({ issueId, reason })
      .thenRefused('issue.cannot-reopen', { status: 'answered', allowedFrom: ['resolved', 'confirmed'] });
    given(reopenIssue, [], { facts }).when({ issueId, reason }).thenRefused('issue.unknown');
  });
});

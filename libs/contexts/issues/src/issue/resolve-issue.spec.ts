import { given, today } from '#testing';
import { issueResolved } from './issue.js';
import { resolveIssue } from './resolve-issue.js';
import { accepted, answered, commune, issueId, raised, unitId } from './spec-issue.js';

const outcome = 'Đường đã được sửa';
const resolved = issueResolved({ issueId, unitId, holderUnitId: commune, outcome, resolvedOn: today });

describe('resolve-issue', () => {
  it('resolves what was answered', () => {
    given(resolveIssue, [raised, accepted, answered]).when({ issueId, outcome }).then([resolved]);
  });

  it('refuses what was not answered, what is resolved already, and the unknown', () => {
    given(resolveIssue, [raised, accepted])
      .when({ issueId })
      .thenRefused('issue.cannot-resolve', { status: 'accepted', allowedFrom: ['answered'] });
    given(resolveIssue, [raised, accepted, answered, resolved]).when({ issueId }).thenRefused('issue.cannot-resolve');
    given(resolveIssue, []).when({ issueId }).thenRefused('issue.unknown');
  });
});

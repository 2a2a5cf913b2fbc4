import { given, today } from '#testing';
import { categoriseIssue } from './categorise-issue.js';
import { issueCategorised } from './issue.js';
import { accepted, answered, commune, issueId, raised, resolved, unitId } from './spec-issue.js';

const categorised = issueCategorised({
  ...{ issueId, unitId, holderUnitId: commune, on: today },
  ...{ category: 'finance', previousCategory: 'infrastructure' },
});

describe('categorise-issue', () => {
  it('puts an open issue under another theme, and keeps the one before', () => {
    given(categoriseIssue, [raised]).when({ issueId, category: 'finance' }).then([categorised]);
  });

  it('changes nothing when it stands there already', () => {
    given(categoriseIssue, [raised, categorised]).when({ issueId, category: 'finance' }).then([]);
  });

  it('refuses a settled one: that is a correction', () => {
    given(categoriseIssue, [raised, accepted, answered, resolved])
      .when({ issueId, category: 'finance' })
      .thenRefused('issue.cannot-categorise');
  });
});

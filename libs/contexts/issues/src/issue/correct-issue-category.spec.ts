import { given } from '#testing';
import { correctIssueCategory } from './correct-issue-category.js';
import { issueCategoryCorrected } from './issue.js';
import { accepted, answered, commune, issueId, raised, resolved, unitId } from './spec-issue.js';

const command = { issueId, category: 'land', reason: 'Ghi nhầm lĩnh vực' };
const corrected = issueCategoryCorrected({
  ...{ issueId, unitId, holderUnitId: commune },
  ...{ category: 'land', previousCategory: 'infrastructure' },
});

describe('correct-issue-category', () => {
  it('puts the right category, of a settled issue too', () => {
    given(correctIssueCategory, [raised]).when(command).then([corrected]);
    given(correctIssueCategory, [raised, accepted, answered, resolved]).when(command).then([corrected]);
  });

  it('changes nothing twice, and refuses the unknown', () => {
    given(correctIssueCategory, [raised, corrected]).when(command).then([]);
    given(correctIssueCategory, []).when(command).thenRefused('issue.unknown');
  });
});

import { given, today } from '#testing';
import { issueRefused } from './issue.js';
import { refuseIssue } from './refuse-issue.js';
import { accepted, answered, commune, issueId, raised, unitId } from './spec-issue.js';

const command = { issueId, cause: 'unclear' as const, reason: 'Không nêu địa điểm' };
const refused = issueRefused({ issueId, unitId, holderUnitId: commune, cause: 'unclear', on: today });

describe('refuse-issue', () => {
  it('ends what is not handled, with the cause', () => {
    given(refuseIssue, [raised]).when(command).then([refused]);
    given(refuseIssue, [raised, accepted]).when(command).then([refused]);
  });

  it('refuses what was answered or refused already', () => {
    given(refuseIssue, [raised, accepted, answered]).when(command).thenRefused('issue.cannot-refuse');
    given(refuseIssue, [raised, refused]).when(command).thenRefused('issue.cannot-refuse');
  });
});

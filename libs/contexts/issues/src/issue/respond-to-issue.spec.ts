import { given, today } from '#testing';
import { issueAnswered } from './issue.js';
import { respondToIssue } from './respond-to-issue.js';
import { accepted, answered, commune, issueId, raised, reopened, resolved, unitId, waiting } from './spec-issue.js';

const answer = 'Đã bố trí vốn đợt hai';
const now = issueAnswered({ issueId, unitId, holderUnitId: commune, answer, answeredOn: today });

describe('respond-to-issue', () => {
  it('answers what was accepted or reopened', () => {
    given(respondToIssue, [raised, accepted]).when({ issueId, answer }).then([now]);
    given(respondToIssue, [raised, accepted, answered, resolved, reopened]).when({ issueId, answer }).then([now]);
  });

  it('completes an answer by another', () => {
    given(respondToIssue, [raised, accepted, answered]).when({ issueId, answer }).then([now]);
  });

  it('refuses what nobody accepted, what waits, what is resolved, and the unknown', () => {
    given(respondToIssue, [raised])
      .when({ issueId, answer })
      .thenRefused('issue.cannot-respond', { status: 'raised', allowedFrom: ['accepted', 'reopened', 'answered'] });
    for (const history of [
      [raised, accepted, waiting],
      [raised, accepted, answered, resolved],
    ]) {
      given(respondToIssue, history).when({ issueId, answer }).thenRefused('issue.cannot-respond');
    }
    given(respondToIssue, []).when({ issueId, answer }).thenRefused('issue.unknown');
  });
});

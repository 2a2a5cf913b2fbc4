import { given, someActor, today } from '#testing';
import { confirmIssue } from './confirm-issue.js';
import { issueConfirmed } from './issue.js';
import { accepted, answered, commune, id, issueId, raised, resolved, unitId } from './spec-issue.js';

const confirmed = issueConfirmed({ issueId, unitId, holderUnitId: commune, on: today });

describe('confirm-issue', () => {
  it('says that what was resolved is settled', () => {
    given(confirmIssue, [raised, accepted, answered, resolved]).when({ issueId }).then([confirmed]);
  });

  it('is an act of the side that raised it', () => {
    const state = { unitId } as Parameters<typeof confirmIssue.unit>[1];
    expect(confirmIssue.unit({ issueId } as Parameters<typeof confirmIssue.unit>[0], state)).toBe(unitId);
  });

  it('refuses what is not resolved, and a second time', () => {
    given(confirmIssue, [raised, accepted, answered]).when({ issueId }).thenRefused('issue.cannot-confirm');
    given(confirmIssue, [raised, accepted, answered, resolved, confirmed])
      .when({ issueId })
      .thenRefused('issue.cannot-confirm', { status: 'confirmed' });
  });

  it('is not for the body that settled it, unless it enters the word of another', () => {
    const [office, secretary] = [commune, unitId].map((of) => ({ ...someActor, unitId: of }));
    const settled = [raised, accepted, answered, resolved];
    given(confirmIssue, settled, { actor: office! })
      .when({ issueId })
      .thenRefused('issue.not-for-the-holder', { holderUnitId: commune });
    given(confirmIssue, settled, { actor: office! })
      .when({ issueId, enteredFor: id('secretary') })
      .then([confirmed]);
    given(confirmIssue, settled, { actor: secretary! }).when({ issueId }).then([confirmed]);
  });
});

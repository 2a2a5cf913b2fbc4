import { given, someActor, today } from '#testing';
import { issueWithdrawn } from './issue.js';
import {
  accepted,
  answered,
  commune,
  escalated,
  issueId,
  province,
  raised,
  resolved,
  unitId,
  waiting,
} from './spec-issue.js';
import { withdrawIssue } from './withdraw-issue.js';

const command = { issueId, reason: 'Đường đã được doanh nghiệp sửa' };

describe('withdraw-issue', () => {
  it.each([
    ['raised', [raised], commune],
    ['escalated', [raised, escalated], province],
    ['waiting', [raised, accepted, waiting], commune],
    ['answered', [raised, accepted, answered], commune],
  ] as const)('may be done while it is %s', (_status, history, holderUnitId) => {
    given(withdrawIssue, history)
      .when(command)
      .then([issueWithdrawn({ issueId, unitId, holderUnitId, on: today })]);
  });

  it('refuses what is settled', () => {
    given(withdrawIssue, [raised, accepted, answered, resolved]).when(command).thenRefused('issue.cannot-withdraw');
  });

  it('is not for the body that should have settled it', () => {
    given(withdrawIssue, [raised, accepted], { actor: { ...someActor, unitId: commune } })
      .when(command)
      .thenRefused('issue.not-for-the-holder');
    given(withdrawIssue, [raised, escalated], { actor: { ...someActor, unitId: commune } })
      .when(command)
      .then([issueWithdrawn({ issueId, unitId, holderUnitId: province, on: today })]);
  });
});

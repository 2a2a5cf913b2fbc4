import { given } from '#testing';
import { issueReturned } from './issue.js';
import { returnIssue } from './return-issue.js';
import { accepted, commune, escalated, issueId, pack, raised, returned, setBy, unitId } from './spec-issue.js';

const reason = 'Không thuộc thẩm quyền của cấp tỉnh';
const facts = { pack, senderLevel: 'commune' };

describe('return-issue', () => {
  it('goes back to whoever sent it, who has a new term for the notice', () => {
    given(returnIssue, [raised, escalated], { facts })
      .when({ issueId, reason, effectiveAt: '2024-08-08' })
      .then([returned]);
  });

  it('goes back to the unit that raised it when nobody else sent it', () => {
    given(returnIssue, [raised], { facts: { pack, senderLevel: 'cell' } })
      .when({ issueId, reason, effectiveAt: '2024-08-08' })
      .then([
        issueReturned({
          ...{ issueId, unitId, fromUnitId: commune, holderUnitId: unitId, holderLevel: 'cell', on: '2024-08-08' },
          ...{ noticeDueOn: '2024-08-22', ...setBy('2024-08-22') },
        }),
      ]);
  });

  it('is not returned twice: who has it back must find the competent body', () => {
    given(returnIssue, [raised, escalated, returned], { facts })
      .when({ issueId, reason })
      .thenRefused('issue.cannot-return', { status: 'returned' });
  });

  it('refuses what the unit itself raised and kept, and what was accepted', () => {
    const kept = { ...raised, data: { ...raised.data, holderUnitId: unitId } };
    given(returnIssue, [kept], { facts }).when({ issueId, reason }).thenRefused('issue.nobody-sent-it', { unitId });
    given(returnIssue, [raised, accepted], { facts }).when({ issueId, reason }).thenRefused('issue.cannot-return');
  });
});

import { given, today } from '#testing';
import { extendIssue } from './extend-issue.js';
import { issueExtended } from './issue.js';
import { accepted, commune, facts, issueId, raised, setBy, unitId, waiting } from './spec-issue.js';

const command = { issueId, dueOn: '2024-09-30', reason: 'Cần khảo sát thêm' };

describe('extend-issue', () => {
  it('sets a later deadline and keeps the one before', () => {
    given(extendIssue, [raised, accepted], { facts })
      .when(command)
      .then([
        issueExtended({
          ...{ issueId, unitId, holderUnitId: commune, on: today, previousDueOn: '2024-08-26' },
          ...{ dueOn: '2024-09-30', ...setBy('2024-09-30') },
        }),
      ]);
  });

  it('refuses a day that is not later, what was not accepted, and what waits', () => {
    given(extendIssue, [raised, accepted], { facts })
      .when({ ...command, dueOn: '2024-08-26' })
      .thenRefused('issue.not-later', { dueOn: '2024-08-26', previousDueOn: '2024-08-26' });
    given(extendIssue, [raised], { facts }).when(command).thenRefused('issue.cannot-extend');
    given(extendIssue, [raised, accepted, waiting], { facts }).when(command).thenRefused('issue.cannot-extend');
  });
});

import { unitRecord } from '#contexts/org-units/contracts';
import { given } from '#testing';
import { escalateOverdueIssue } from './escalate-overdue-issue.js';
import { issueEscalated } from './issue.js';
import { accepted, answered, escalated, issueId, pack, province, raised, setBy, waiting } from './spec-issue.js';

const record = { ...unitRecord.initialState, status: 'open' as const, level: 'province' };
const facts = { pack, superior: { unitId: province, record } };
const reason = 'Quá hạn ngày 26/8/2024';
const command = { issueId, dueOn: '2024-08-26', reason, effectiveAt: '2024-08-29' };

describe('escalate-overdue-issue', () => {
  it('goes to the superior, who has ten working days for the notice', () => {
    given(escalateOverdueIssue, [raised, accepted], { facts })
      .when(command)
      .then([
        issueEscalated({
          ...escalated.data,
          ...{ cause: 'overdue', escalatedOn: '2024-08-29', noticeDueOn: '2024-09-16', ...setBy('2024-09-16') },
        }),
      ]);
  });

  it('does nothing when somebody acted meanwhile, or nobody stands above', () => {
    given(escalateOverdueIssue, [raised, escalated], { facts }).when(command).then([]);
    given(escalateOverdueIssue, [raised, accepted, waiting], { facts }).when(command).then([]);
    given(escalateOverdueIssue, [raised, accepted, answered], { facts }).when(command).then([]);
    given(escalateOverdueIssue, [raised, accepted], { facts: { ...facts, superior: undefined } })
      .when(command)
      .then([]);
  });
});

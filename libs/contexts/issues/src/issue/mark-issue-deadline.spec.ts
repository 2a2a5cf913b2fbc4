import { given } from '#testing';
import { issueDeadlineMarked } from './issue.js';
import { markIssueDeadline } from './mark-issue-deadline.js';
import { accepted, answered, commune, facts, issueId, pack, raised, resolved, unitId, waiting } from './spec-issue.js';

const command = { issueId, mark: 'overdue' as const, dueOn: '2024-08-26', effectiveAt: '2024-08-27' };
const marked = issueDeadlineMarked({
  ...{ issueId, unitId, holderUnitId: commune, mark: 'overdue', dueFor: 'resolution', dueOn: '2024-08-26' },
  ...{ on: '2024-08-27', escalateOn: null },
});

describe('mark-issue-deadline', () => {
  it('says that a deadline was missed, of the notice as of the resolution', () => {
    given(markIssueDeadline, [raised, accepted], { facts }).when(command).then([marked]);
    given(markIssueDeadline, [raised], { facts })
      .when({ ...command, dueOn: '2024-08-15', effectiveAt: '2024-08-16' })
      .then([issueDeadlineMarked({ ...marked.data, dueFor: 'notice', dueOn: '2024-08-15', on: '2024-08-16' })]);
  });

  it('says when the issue goes to the superior by itself, where the pack says so', () => {
    given(markIssueDeadline, [raised, accepted], { facts: { pack: { ...pack, escalateOverdueWorkingDays: 3 } } })
      .when(command)
      .then([issueDeadlineMarked({ ...marked.data, escalateOn: '2024-08-29' })]);
  });

  it('says it once, and is no step: later steps may bear an earlier day', () => {
    given(markIssueDeadline, [raised, accepted, marked], { facts }).when(command).then([]);
    given(markIssueDeadline, [raised, accepted, marked, answered], { facts }).when(command).then([]);
  });

  it('does nothing when another deadline holds, the clock stands, or the issue ended', () => {
    given(markIssueDeadline, [raised], { facts }).when(command).then([]);
    given(markIssueDeadline, [raised, accepted, waiting], { facts }).when(command).then([]);
    given(markIssueDeadline, [raised, accepted, answered, resolved], { facts }).when(command).then([]);
    given(markIssueDeadline, [], { facts }).when(command).then([]);
  });
});

import { fold } from '#kernel';
import { given, today } from '#testing';
import { issue, issueMerged } from './issue.js';
import { mergeIssue } from './merge-issue.js';
import {
  accepted,
  answered,
  commune,
  escalated,
  id,
  issueId,
  province,
  raised,
  resolved,
  unitId,
} from './spec-issue.js';

const command = { issueId, intoIssueId: id('other issue'), reason: 'Cùng một đoạn đường' };
const into = fold(issue, [raised, accepted]);
const merged = issueMerged({ issueId, unitId, holderUnitId: commune, intoIssueId: id('other issue'), on: today });

describe('merge-issue', () => {
  it('ends the duplicate and names the issue that goes on', () => {
    given(mergeIssue, [raised], { facts: { into } }).when(command).then([merged]);
  });

  it('refuses itself, an issue that is unknown or ended, and one with another holder', () => {
    given(mergeIssue, [raised], { facts: { into: fold(issue, [raised]) } })
      .when({ ...command, intoIssueId: issueId })
      .thenRefused('issue.merged-into-itself');
    given(mergeIssue, [raised], { facts: { into: issue.initialState } })
      .when(command)
      .thenRefused('issue.merged-into-none', { status: 'none' });
    given(mergeIssue, [raised], { facts: { into: fold(issue, [raised, accepted, answered, resolved]) } })
      .when(command)
      .thenRefused('issue.merged-into-none', { status: 'resolved' });
    given(mergeIssue, [raised], { facts: { into: fold(issue, [raised, escalated]) } })
      .when(command)
      .thenRefused('issue.merged-across-holders', { unitId: province });
  });

  it('refuses what was answered', () => {
    given(mergeIssue, [raised, accepted, answered], { facts: { into } })
      .when(command)
      .thenRefused('issue.cannot-merge');
  });
});

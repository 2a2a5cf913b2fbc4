import { given, today } from '#testing';
import { issueSplit } from './issue.js';
import { accepted, answered, commune, id, issueId, raised, unitId } from './spec-issue.js';
import { splitIssue } from './split-issue.js';

const parts = [
  { issueId: id('đường'), title: 'Sửa đường vào ấp 3', category: 'infrastructure' },
  { issueId: id('đất'), title: 'Cấp giấy cho đất hiến làm đường', category: 'land' },
];
const command = { issueId, parts, reason: 'Hai nội dung khác nhau' };
const facts = { taken: [] };

describe('split-issue', () => {
  it('names its parts, each with a title and a category of its own', () => {
    const split = issueSplit({ issueId, unitId, holderUnitId: commune, on: today, parts });
    given(splitIssue, [raised], { facts }).when(command).then([split]);
    given(splitIssue, [raised, accepted], { facts }).when(command).then([split]);
  });

  it('refuses ids that are taken, twice the same, and its own', () => {
    const [first, second] = parts as [(typeof parts)[0], (typeof parts)[0]];
    given(splitIssue, [raised], { facts: { taken: [second.issueId] } })
      .when(command)
      .thenRefused('issue.already-raised', { issueIds: [second.issueId] });
    given(splitIssue, [raised], { facts })
      .when({ ...command, parts: [first, first] })
      .thenRefused('issue.already-raised');
    given(splitIssue, [raised], { facts })
      .when({ ...command, parts: [first, { ...second, issueId }] })
      .thenRefused('issue.already-raised', { issueIds: [issueId] });
  });

  it('refuses what was answered', () => {
    given(splitIssue, [raised, accepted, answered], { facts }).when(command).thenRefused('issue.cannot-split');
  });
});

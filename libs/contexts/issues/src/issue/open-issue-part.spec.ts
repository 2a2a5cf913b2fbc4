import { fold } from '#kernel';
import { given, today } from '#testing';
import { issue, issueRaised, issueSplit } from './issue.js';
import { openIssuePart } from './open-issue-part.js';
import { commune, id, issueId, pack, raised, setBy, unitId } from './spec-issue.js';

const part = { issueId: id('đất'), title: 'Cấp giấy cho đất hiến làm đường', category: 'land' };
const petition = issueRaised({ ...raised.data, petitionerId: id('petitioner'), petitionerName: 'Trần Văn Ba' });
const split = issueSplit({ issueId, unitId, holderUnitId: commune, on: today, parts: [part] });
const facts = { pack, whole: fold(issue, [petition, split]) };
const command = { issueId: part.issueId, fromIssueId: issueId, unitId, effectiveAt: today };
const opened = issueRaised({
  ...raised.data,
  ...part,
  splitFromIssueId: issueId,
  noticeDueOn: '2024-09-16',
  ...setBy('2024-09-16'),
});

describe('open-issue-part', () => {
  it('is raised as the whole was, with a new term and without the petitioner’s name', () => {
    given(openIssuePart, [], { facts }).when(command).then([opened]);
  });

  it('does nothing a second time, and for what is no part', () => {
    given(openIssuePart, [opened], { facts }).when(command).then([]);
    given(openIssuePart, [], { facts })
      .when({ ...command, issueId: id('other') })
      .then([]);
  });
});

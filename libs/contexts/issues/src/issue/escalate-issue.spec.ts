import { derivedId, rootUnitId } from '#kernel';
import { given, today } from '#testing';
import { escalateIssue } from './escalate-issue.js';
import type { Sending } from './holder.js';
import { issueAccepted, issueAnswered, issueEscalated, issueRaised, issueResolved } from './issue.js';

const id = (name: string) => derivedId('spec', name);
const [issueId, unitId, commune, province] = [id('issue'), id('cell'), id('commune'), id('province')];
const raised = issueRaised({
  issueId,
  unitId,
  kind: 'recommendation',
  category: 'infrastructure',
  title: 'Sửa đường vào ấp 3',
  summary: null,
  place: null,
  raisedOn: '2024-08-01',
  raisedByCadreId: null,
  raiserRole: 'cadre',
  meetingId: null,
  petitionerId: null,
  petitionerName: null,
  holderUnitId: commune,
  holderLevel: 'commune',
  noticeDueOn: '2024-08-15',
  rulePack: 'issues-11-QĐi',
});
const accepted = issueAccepted({
  issueId,
  unitId,
  holderUnitId: commune,
  holderLevel: 'commune',
  acceptedOn: '2024-08-05',
  dueOn: '2024-08-26',
  rulePack: 'issues-11-QĐi',
});
const answered = issueAnswered({
  issueId,
  unitId,
  holderUnitId: commune,
  answer: 'Đã bố trí vốn',
  answeredOn: '2024-08-20',
});
const resolved = issueResolved({ issueId, unitId, holderUnitId: commune, outcome: null, resolvedOn: '2024-08-21' });

const lineIds = [commune, province, rootUnitId];
const sending: Sending = { targetId: province, target: { status: 'open', level: 'province' }, lineIds };
const facts = { sending };
const cause = 'beyond-authority' as const;
const command = { issueId, toUnitId: province, cause, reason: 'Vốn thuộc ngân sách tỉnh' };
const escalated = issueEscalated({
  issueId,
  unitId,
  fromUnitId: commune,
  holderUnitId: province,
  holderLevel: 'province',
  cause,
  escalatedOn: today,
  noticeDueOn: '2024-09-16',
  rulePack: 'issues-11-QĐi',
});

describe('escalate-issue', () => {
  it('passes it to the superior, who has ten working days for the notice', () => {
    given(escalateIssue, [raised], { facts }).when(command).then([escalated]);
  });

  it('may pass on what was accepted or answered', () => {
    given(escalateIssue, [raised, accepted], { facts }).when(command).then([escalated]);
    given(escalateIssue, [raised, accepted, answered], { facts }).when(command).then([escalated]);
  });

  it('passes it to a department beside the way up, and to the centre', () => {
    const target = { status: 'open' as const, level: 'department', parentId: province };
    given(escalateIssue, [raised], { facts: { sending: { targetId: id('Sở'), target, lineIds } } })
      .when({ ...command, toUnitId: id('Sở') })
      .then([issueEscalated({ ...escalated.data, holderUnitId: id('Sở'), holderLevel: 'department' })]);
    const centre: Sending = { targetId: rootUnitId, target: { status: 'open', level: 'country' }, lineIds };
    given(escalateIssue, [raised], { facts: { sending: centre } })
      .when({ ...command, toUnitId: rootUnitId })
      .then([issueEscalated({ ...escalated.data, holderUnitId: rootUnitId, holderLevel: 'country' })]);
  });

  it('refuses the holder itself, and a unit that is neither above nor a department', () => {
    given(escalateIssue, [raised], { facts })
      .when({ ...command, toUnitId: commune })
      .thenRefused('issue.holder-has-it', { unitId: commune });
    const beside: Sending = { ...sending, targetId: id('other'), target: { status: 'open', level: 'commune' } };
    given(escalateIssue, [raised], { facts: { sending: beside } })
      .when({ ...command, toUnitId: id('other') })
      .thenRefused('issue.holder-not-superior-or-department', { unitId: id('other'), level: 'commune' });
  });

  it('refuses what is resolved or unknown', () => {
    given(escalateIssue, [raised, accepted, answered, resolved], { facts })
      .when(command)
      .thenRefused('issue.cannot-escalate');
    given(escalateIssue, [], { facts: { sending: undefined } })
      .when(command)
      .thenRefused('issue.unknown');
  });
});

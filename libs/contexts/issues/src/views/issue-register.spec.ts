import { derivedId, type DomainEvent } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import {
  issueAccepted,
  issueAnswered,
  issueEscalated,
  issueRaised,
  issueReopened,
  issueResolved,
} from '../issue/issue.js';
import { issueRegister } from './issue-register.js';

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
  petitionerId: id('petitioner'),
  petitionerName: 'Trần Văn Ba',
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
const escalated = issueEscalated({
  issueId,
  unitId,
  fromUnitId: commune,
  holderUnitId: province,
  holderLevel: 'province',
  cause: 'beyond-authority',
  escalatedOn: '2024-08-06',
  noticeDueOn: '2024-08-20',
  rulePack: 'issues-11-QĐi',
});
const reopened = issueReopened({
  issueId,
  unitId,
  holderUnitId: commune,
  reopenedOn: '2024-08-22',
  dueOn: '2024-09-16',
  rulePack: 'issues-11-QĐi',
});
const rowAfter = (...events: readonly DomainEvent[]) => project(issueRegister, recorded(events))[0]!;

describe('issue_register', () => {
  it('holds an issue from the day it was raised, due for a notice', () => {
    expect(rowAfter(raised)).toMatchObject({
      issueId,
      unitId,
      status: 'raised',
      firstSentToId: commune,
      holderUnitId: commune,
      holderLevel: 'commune',
      dueFor: 'notice',
      dueOn: '2024-08-15',
      escalations: 0,
      reopenings: 0,
    });
  });

  it('does not tell the petitioner’s name', () => {
    expect(JSON.stringify(rowAfter(raised))).not.toContain('Trần Văn Ba');
  });

  it('is due for a resolution once accepted', () => {
    const due = { status: 'accepted', acceptedOn: '2024-08-05', dueFor: 'resolution', dueOn: '2024-08-26' };
    expect(rowAfter(raised, accepted)).toMatchObject(due);
  });

  it('keeps the first sending when it is passed on', () => {
    expect(rowAfter(raised, accepted, escalated)).toMatchObject({
      status: 'escalated',
      firstSentToId: commune,
      holderUnitId: province,
      holderLevel: 'province',
      dueFor: 'notice',
      dueOn: '2024-08-20',
      acceptedOn: null,
      escalations: 1,
    });
  });

  it('shows the answer, and the day it was resolved', () => {
    expect(rowAfter(raised, accepted, answered)).toMatchObject({ status: 'answered', answer: 'Đã bố trí vốn' });
    expect(rowAfter(raised, accepted, answered, resolved)).toMatchObject({
      status: 'resolved',
      resolvedOn: '2024-08-21',
    });
  });

  it('is open again with a new date after a reopening', () => {
    expect(rowAfter(raised, accepted, answered, resolved, reopened)).toMatchObject({
      status: 'reopened',
      resolvedOn: null,
      dueFor: 'resolution',
      dueOn: '2024-09-16',
      reopenings: 1,
    });
  });
});

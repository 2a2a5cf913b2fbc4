import { derivedId } from '#kernel';
import { given, today } from '#testing';
import { respondToIssue } from './respond-to-issue.js';
import { issueAccepted, issueAnswered, issueRaised, issueReopened, issueResolved } from './issue.js';

const id = (name: string) => derivedId('spec', name);
const [issueId, unitId, commune] = [id('issue'), id('cell'), id('commune')];
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

const reopened = issueReopened({
  issueId,
  unitId,
  holderUnitId: commune,
  reopenedOn: '2024-08-22',
  dueOn: '2024-09-16',
  rulePack: 'issues-11-QĐi',
});
const answer = 'Đã bố trí vốn đợt hai';
const now = issueAnswered({ issueId, unitId, holderUnitId: commune, answer, answeredOn: today });

describe('respond-to-issue', () => {
  it('answers what was accepted or reopened', () => {
    given(respondToIssue, [raised, accepted]).when({ issueId, answer }).then([now]);
    given(respondToIssue, [raised, accepted, answered, resolved, reopened]).when({ issueId, answer }).then([now]);
  });

  it('completes an answer by another', () => {
    given(respondToIssue, [raised, accepted, answered]).when({ issueId, answer }).then([now]);
  });

  it('refuses what nobody accepted, what is resolved, and the unknown', () => {
    given(respondToIssue, [raised])
      .when({ issueId, answer })
      .thenRefused('issue.cannot-respond', {
        status: 'raised',
        allowedFrom: ['accepted', 'reopened', 'answered'],
      });
    given(respondToIssue, [raised, accepted, answered, resolved])
      .when({ issueId, answer })
      .thenRefused('issue.cannot-respond');
    given(respondToIssue, []).when({ issueId, answer }).thenRefused('issue.unknown');
  });
});

import { derivedId } from '#kernel';
import { given, today } from '#testing';
import { issueAccepted, issueAnswered, issueRaised, issueReopened, issueResolved } from './issue.js';
import { reopenIssue } from './reopen-issue.js';

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

const reason = 'Đường hỏng lại sau một tháng';

describe('reopen-issue', () => {
  it('gives it back to the last holder with a new deadline', () => {
    given(reopenIssue, [raised, accepted, answered, resolved])
      .when({ issueId, reason })
      .then([
        issueReopened({
          issueId,
          unitId,
          holderUnitId: commune,
          reopenedOn: today,
          dueOn: '2024-09-23',
          rulePack: 'issues-11-QĐi',
        }),
      ]);
  });

  it('refuses what is not resolved, and the unknown', () => {
    given(reopenIssue, [raised, accepted, answered])
      .when({ issueId, reason })
      .thenRefused('issue.cannot-reopen', { status: 'answered', allowedFrom: ['resolved'] });
    given(reopenIssue, []).when({ issueId, reason }).thenRefused('issue.unknown');
  });
});

import { derivedId } from '#kernel';
import { given, today } from '#testing';
import { issueAccepted, issueAnswered, issueRaised, issueResolved } from './issue.js';
import { resolveIssue } from './resolve-issue.js';

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

const outcome = 'Đường đã được sửa';
const resolved = issueResolved({ issueId, unitId, holderUnitId: commune, outcome, resolvedOn: today });

describe('resolve-issue', () => {
  it('resolves what was answered', () => {
    given(resolveIssue, [raised, accepted, answered]).when({ issueId, outcome }).then([resolved]);
  });

  it('refuses what was not answered, what is resolved already, and the unknown', () => {
    given(resolveIssue, [raised, accepted])
      .when({ issueId })
      .thenRefused('issue.cannot-resolve', { status: 'accepted', allowedFrom: ['answered'] });
    given(resolveIssue, [raised, accepted, answered, resolved]).when({ issueId }).thenRefused('issue.cannot-resolve');
    given(resolveIssue, []).when({ issueId }).thenRefused('issue.unknown');
  });
});

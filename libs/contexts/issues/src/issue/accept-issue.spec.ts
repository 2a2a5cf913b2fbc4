import { derivedId } from '#kernel';
import { given, today } from '#testing';
import { acceptIssue } from './accept-issue.js';
import { issueAccepted, issueAnswered, issueEscalated, issueRaised } from './issue.js';

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

describe('accept-issue', () => {
  it('starts the clock, by the level of the holder, in working days', () => {
    given(acceptIssue, [raised])
      .when({ issueId })
      .then([
        issueAccepted({
          issueId,
          unitId,
          holderUnitId: commune,
          holderLevel: 'commune',
          acceptedOn: today,
          dueOn: '2024-09-23',
          rulePack: 'issues-11-QĐi',
        }),
      ]);
  });

  it('starts it anew with the body that an issue was passed to', () => {
    given(acceptIssue, [raised, escalated])
      .when({ issueId, effectiveAt: '2024-08-07' })
      .then([
        issueAccepted({
          issueId,
          unitId,
          holderUnitId: province,
          holderLevel: 'province',
          acceptedOn: '2024-08-07',
          dueOn: '2024-09-20',
          rulePack: 'issues-11-QĐi',
        }),
      ]);
  });

  it('refuses what is accepted already, or unknown', () => {
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
    given(acceptIssue, [raised, accepted])
      .when({ issueId })
      .thenRefused('issue.cannot-accept', {
        status: 'accepted',
        allowedFrom: ['raised', 'escalated'],
      });
    given(acceptIssue, [raised, accepted, answered]).when({ issueId }).thenRefused('issue.cannot-accept');
    given(acceptIssue, []).when({ issueId }).thenRefused('issue.unknown', { issueId });
  });

  it('refuses a day in the future or before the last step', () => {
    given(acceptIssue, [raised]).when({ issueId, effectiveAt: '2024-08-30' }).thenRefused('issue.step-in-future');
    given(acceptIssue, [raised]).when({ issueId, effectiveAt: '2024-07-31' }).thenRefused('issue.step-before-last');
  });
});

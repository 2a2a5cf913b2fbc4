import { unitRecord, type UnitRecord } from '#contexts/org-units/contracts';
import { derivedId, rootUnitId } from '#kernel';
import { given, today } from '#testing';
import type { Sending } from './holder.js';
import { issueRaised, issueRefused } from './issue.js';
import { raiseIssue } from './raise-issue.js';
import { commune, id, issueId, pack, setBy, unitId } from './spec-issue.js';

const department = id('department');
const unit: UnitRecord = { ...unitRecord.initialState, status: 'open', level: 'cell' };
const lineIds = [unitId, commune, id('province'), rootUnitId];
const toItself: Sending = { targetId: unitId, target: { status: 'open', level: 'cell', parentId: commune }, lineIds };
const facts = { unit, sending: toItself, isCadreKnown: true, pack };
const body = {
  issueId,
  unitId,
  kind: 'recommendation' as const,
  category: 'infrastructure',
  title: 'Sửa đường vào ấp 3',
  raisedOn: today,
};
const raised = issueRaised({
  ...body,
  summary: null,
  place: null,
  raisedByCadreId: null,
  raiserRole: 'cadre',
  meetingId: null,
  source: null,
  sourceId: null,
  splitFromIssueId: null,
  petitionerId: null,
  petitionerName: null,
  holderUnitId: unitId,
  holderLevel: 'cell',
  noticeDueOn: '2024-09-16',
  ...setBy('2024-09-16'),
});

describe('raise-issue', () => {
  it('leaves it with the unit itself, with ten working days for the notice', () => {
    given(raiseIssue, [], { facts }).when(body).then([raised]);
  });

  it('sends it to a superior or to a department beside the way up', () => {
    const toCommune: Sending = { targetId: commune, target: { status: 'open', level: 'commune' }, lineIds };
    given(raiseIssue, [], { facts: { ...facts, sending: toCommune } })
      .when({ ...body, sentToUnitId: commune })
      .then([issueRaised({ ...raised.data, holderUnitId: commune, holderLevel: 'commune' })]);
    const target = { status: 'open' as const, level: 'department', parentId: id('province') };
    given(raiseIssue, [], { facts: { ...facts, sending: { targetId: department, target, lineIds } } })
      .when({ ...body, sentToUnitId: department })
      .then([issueRaised({ ...raised.data, holderUnitId: department, holderLevel: 'department' })]);
  });

  it('keeps the petitioner’s name under a key of its own', () => {
    given(raiseIssue, [], { facts })
      .when({ ...body, petitionerName: 'Trần Văn Ba' })
      .then([
        issueRaised({
          ...raised.data,
          petitionerId: derivedId('petitioner', issueId),
          petitionerName: 'Trần Văn Ba',
        }),
      ]);
    expect(issueRaised.personal).toEqual({ subject: 'petitionerId', fields: ['petitionerName'] });
  });

  it('says where it came up; a meeting or conference by its own field too', () => {
    const from = (source: object) =>
      given(raiseIssue, [], { facts })
        .when({ ...body, ...source })
        .then([issueRaised({ ...raised.data, ...expected })]);
    let expected: object = { source: 'meeting', sourceId: id('m'), meetingId: id('m') };
    from({ meetingId: id('m') });
    from({ source: 'meeting', sourceId: id('m') });
    expected = { source: 'conference', sourceId: id('m'), meetingId: id('m') };
    from({ source: 'conference', meetingId: id('m') });
    expected = { source: 'report', sourceId: id('report'), meetingId: null };
    from({ source: 'report', sourceId: id('report') });
    expected = { source: 'visit', sourceId: null, meetingId: null };
    from({ source: 'visit' });
    given(raiseIssue, [], { facts })
      .when({ ...body, source: 'conference', sourceId: id('a'), meetingId: id('b') })
      .thenRefused('issue.two-sources');
  });

  it('records an anonymous one and refuses it at once', () => {
    const refused = issueRefused({ issueId, unitId, holderUnitId: unitId, cause: 'anonymous', on: today });
    given(raiseIssue, [], { facts })
      .when({ ...body, anonymous: true })
      .then([raised, refused]);
    given(raiseIssue, [], { facts })
      .when({ ...body, anonymous: true, petitionerName: 'Trần Văn Ba' })
      .thenRefused('issue.anonymous-with-name');
  });

  it('refuses an id that is taken', () => {
    given(raiseIssue, [raised], { facts }).when(body).thenRefused('issue.already-raised', { issueId });
  });

  it('refuses a unit that is unknown or was closed', () => {
    given(raiseIssue, [], { facts: { ...facts, unit: unitRecord.initialState } })
      .when(body)
      .thenRefused('issue.unit-unknown', { unitId });
    given(raiseIssue, [], { facts: { ...facts, unit: { ...unit, status: 'closed', closedOn: '2024-08-28' } } })
      .when(body)
      .thenRefused('issue.unit-closed', { unitId, closedOn: '2024-08-28' });
  });

  it('refuses a day in the future and an unknown cadre', () => {
    given(raiseIssue, [], { facts })
      .when({ ...body, raisedOn: '2024-08-30' })
      .thenRefused('issue.step-in-future');
    given(raiseIssue, [], { facts: { ...facts, isCadreKnown: false } })
      .when({ ...body, raisedByCadreId: id('cadre') })
      .thenRefused('issue.cadre-unknown', { cadreId: id('cadre') });
  });

  it('refuses a holder that is unknown, closed, beside or below', () => {
    const sentTo = (target: Sending['target']) => ({ ...facts, sending: { targetId: id('other'), target, lineIds } });
    given(raiseIssue, [], { facts: sentTo({ status: 'none', level: '' }) })
      .when(body)
      .thenRefused('issue.holder-unknown');
    given(raiseIssue, [], { facts: sentTo({ status: 'closed', level: 'commune' }) })
      .when(body)
      .thenRefused('issue.holder-closed');
    given(raiseIssue, [], { facts: sentTo({ status: 'open', level: 'commune', parentId: id('province') }) })
      .when(body)
      .thenRefused('issue.holder-not-superior-or-department');
    given(raiseIssue, [], { facts: sentTo({ status: 'open', level: 'department', parentId: id('other province') }) })
      .when(body)
      .thenRefused('issue.holder-not-superior-or-department');
  });
});

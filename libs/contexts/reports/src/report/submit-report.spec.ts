import type { FollowingPack } from '#contexts/rule-packs/contracts';
import { derivedId, type Actor } from '#kernel';
import { given, someActor } from '#testing';
import { acknowledgeReport } from './acknowledge-report.js';
import { reportAcknowledged, reportIdOf, reportReturned, reportSubmitted } from './report.js';
import { submitReport } from './submit-report.js';

const [unitId, cadreId] = ['chi bộ ấp 3', 'cadre'].map((name) => derivedId('spec', name)) as [string, string];
const pack: FollowingPack = {
  ...{ name: 'theo dõi', version: 3, jurisdiction: 'country', validFrom: '2017-01-01', validTo: null },
  ...{ legalBasis: 'mẫu', unconfirmed: [], minimumAttendances: [], maxUnits: null },
  ...{ severalCadresPerUnit: null, mayFollowOwnCell: null },
  reportPeriods: [
    { cadreLevel: null, per: 'quarter', dueDays: 20 },
    { cadreLevel: 'district', per: 'quarter', dueDays: 10 },
  ],
};
const entry = { assignmentId: derivedId('spec', 'assignment'), cadreId, from: '2024-05-15', to: null };
const facts = { roster: { entries: [entry] }, pack, cadreLevel: 'district' };
const today = '2024-07-15';
const reportId = reportIdOf(unitId, cadreId, '2024-Q2');
const body = { unitId, cadreId, period: '2024-Q2', contents: ['Chi bộ sinh hoạt đều'] };
const submitted = reportSubmitted({
  ...{ reportId, unitId, cadreId, period: '2024-Q2', periodBegins: '2024-04-01', periodEnds: '2024-06-30' },
  ...{ submittedOn: today, submittedBy: someActor.subject, contents: body.contents, attempt: 1 },
  ...{ dueOn: '2024-07-10', daysLate: 5, pack: 'theo dõi', packVersion: 3 },
});
const step = { reportId, unitId, cadreId, period: '2024-Q2' };
const returned = reportReturned({ ...step, returnedOn: '2024-07-16' });

describe('submit-report', () => {
  it('is judged by the pack of its period and the level of the cadre: late is said, not refused', () => {
    given(submitReport, [], { facts, today }).when(body).then([submitted]);
    given(submitReport, [], { facts, today })
      .when({ ...body, submittedOn: '2024-07-10' })
      .then([reportSubmitted({ ...submitted.data, submittedOn: '2024-07-10', daysLate: 0 })]);
    given(submitReport, [], { facts: { ...facts, cadreLevel: 'province' }, today })
      .when(body)
      .then([reportSubmitted({ ...submitted.data, dueOn: '2024-07-20', daysLate: 0 })]);
  });

  it('has no deadline where no pack asks for such a report', () => {
    const none = { dueOn: null, daysLate: 0, pack: null, packVersion: null };
    given(submitReport, [], { facts: { ...facts, pack: undefined }, today })
      .when(body)
      .then([reportSubmitted({ ...submitted.data, ...none })]);
    const june = { period: '2024-06', periodBegins: '2024-06-01', periodEnds: '2024-06-30' };
    given(submitReport, [], { facts, today })
      .when({ ...body, period: '2024-06' })
      .then([
        reportSubmitted({ ...submitted.data, ...june, ...none, reportId: reportIdOf(unitId, cadreId, '2024-06') }),
      ]);
  });

  it('is submitted once, again when it was returned, and not once acknowledged', () => {
    given(submitReport, [submitted], { facts, today }).when(body).then([]);
    const other = { ...body, contents: ['Bổ sung số liệu'] };
    given(submitReport, [submitted], { facts, today })
      .when(other)
      .thenRefused('report.already-submitted', { submittedOn: today });
    given(submitReport, [submitted, returned], { facts, today: '2024-07-18' })
      .when(other)
      .then([
        reportSubmitted({
          ...{ ...submitted.data, contents: other.contents, submittedOn: '2024-07-18', attempt: 2, daysLate: 8 },
        }),
      ]);
    const acknowledged = reportAcknowledged({ ...step, acknowledgedOn: '2024-07-16' });
    given(submitReport, [submitted, acknowledged], { facts, today }).when(other).thenRefused('report.acknowledged');
  });

  it('refuses a cadre who did not follow the unit in that period, and days that cannot be', () => {
    given(submitReport, [], { facts, today })
      .when({ ...body, period: '2024-Q1' })
      .thenRefused('report.cadre-not-assigned');
    given(submitReport, [], { facts, today })
      .when({ ...body, submittedOn: '2024-07-16' })
      .thenRefused('report.day-in-future');
    given(submitReport, [], { facts, today })
      .when({ ...body, submittedOn: '2024-03-31' })
      .thenRefused('report.day-before-last', { last: '2024-04-01' });
    given(submitReport, [submitted, returned], { facts, today: '2024-07-18' })
      .when({ ...body, submittedOn: '2024-07-15' })
      .thenRefused('report.day-before-last', { last: '2024-07-16' });
  });

  it('may be acknowledged by somebody else only', () => {
    const superior: Actor = { ...someActor, subject: derivedId('spec', 'superior') };
    given(acknowledgeReport, [submitted], { today }).when({ reportId }).thenRefused('report.own-report');
    given(acknowledgeReport, [submitted], { today, actor: superior })
      .when({ reportId })
      .then([reportAcknowledged({ ...step, acknowledgedOn: today })]);
  });
});

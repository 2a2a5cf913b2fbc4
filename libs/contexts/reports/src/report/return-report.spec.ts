import { derivedId } from '#kernel';
import { given } from '#testing';
import { reportAcknowledged, reportReturned, reportSubmitted } from './report.js';
import { returnReport } from './return-report.js';

const [reportId, unitId, cadreId] = ['report', 'chi bộ ấp 3', 'cadre'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
];
const step = { reportId, unitId, cadreId, period: '2024-Q2' };
const submitted = reportSubmitted({
  ...{ ...step, periodBegins: '2024-04-01', periodEnds: '2024-06-30', submittedOn: '2024-07-08' },
  ...{ submittedBy: 'cadre', contents: ['a'], attempt: 1, dueOn: null, daysLate: 0, pack: null, packVersion: null },
});
const acknowledged = reportAcknowledged({ ...step, acknowledgedOn: '2024-07-12' });
const returned = reportReturned({ ...step, returnedOn: '2024-07-12' });
const today = '2024-07-15';

describe('return-report', () => {
  it('sends a report back that waits for an answer', () => {
    given(returnReport, [submitted], { today })
      .when({ reportId, on: '2024-07-12', reason: 'Thiếu số liệu' })
      .then([returned]);
  });

  it('changes nothing when that was said already, and does not overrule an acknowledgement', () => {
    given(returnReport, [submitted, returned], { today }).when({ reportId, reason: 'Thiếu số liệu' }).then([]);
    given(returnReport, [submitted, acknowledged], { today })
      .when({ reportId, reason: 'Thiếu số liệu' })
      .thenRefused('report.not-waiting', { status: 'acknowledged' });
  });

  it('refuses an unknown report', () => {
    given(returnReport, [], { today }).when({ reportId, reason: 'Thiếu số liệu' }).thenRefused('report.unknown');
  });
});

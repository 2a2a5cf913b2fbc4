import { derivedId } from '#kernel';
import { given } from '#testing';
import { acknowledgeReport } from './acknowledge-report.js';
import { reportAcknowledged, reportReturned, reportSubmitted } from './report.js';

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

describe('acknowledge-report', () => {
  it('answers a report that waits for it', () => {
    given(acknowledgeReport, [submitted], { today }).when({ reportId, on: '2024-07-12' }).then([acknowledged]);
  });

  it('changes nothing when that was said already, and does not overrule a return', () => {
    given(acknowledgeReport, [submitted, acknowledged], { today }).when({ reportId }).then([]);
    given(acknowledgeReport, [submitted, returned], { today })
      .when({ reportId })
      .thenRefused('report.not-waiting', { status: 'returned' });
  });

  it('refuses an unknown report, a day to come and one before it was submitted', () => {
    given(acknowledgeReport, [], { today }).when({ reportId }).thenRefused('report.unknown');
    given(acknowledgeReport, [submitted], { today })
      .when({ reportId, on: '2024-07-16' })
      .thenRefused('report.day-in-future');
    given(acknowledgeReport, [submitted], { today })
      .when({ reportId, on: '2024-07-07' })
      .thenRefused('report.day-before-last');
  });
});

import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { reportAcknowledged, reportReturned, reportSubmitted } from '../report/report.js';
import { reportRegister } from './report-register.js';

const [reportId, unitId, cadreId] = ['report', 'unit', 'cadre'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
];
const step = { reportId, unitId, cadreId, period: '2024-Q2' };
const first = reportSubmitted({
  ...{ ...step, periodBegins: '2024-04-01', periodEnds: '2024-06-30', submittedOn: '2024-07-12' },
  ...{ submittedBy: 'a', contents: ['a'], attempt: 1, dueOn: '2024-07-10', daysLate: 2, pack: 'p', packVersion: 1 },
});
const returned = reportReturned({ ...step, returnedOn: '2024-07-13' });
const again = reportSubmitted({
  ...{ ...first.data, submittedOn: '2024-07-20', contents: ['b'], attempt: 2, daysLate: 10 },
});
const row = {
  ...{ ...step, periodEnds: '2024-06-30', status: 'submitted', submittedOn: '2024-07-12', attempts: 1 },
  firstSubmittedOn: '2024-07-12',
  ...{ dueOn: '2024-07-10', daysLate: 2, acknowledgedOn: null, returnedOn: null, returnReason: null },
  ...{ contents: ['a'], pack: 'p' },
};
const back = { returnedOn: '2024-07-13', returnReason: 'Thiếu số liệu' };

describe('report_register', () => {
  it('follows a report through return and acknowledgement; late is what came late at first', () => {
    expect(project(reportRegister, recorded([first]))).toEqual([row]);
    const reason = { reason: 'Thiếu số liệu' };
    expect(project(reportRegister, recorded([first, returned], reason))).toEqual([
      { ...row, ...back, status: 'returned' },
    ]);
    const acknowledged = reportAcknowledged({ ...step, acknowledgedOn: '2024-07-22' });
    expect(project(reportRegister, recorded([first, returned, again, acknowledged], reason))).toEqual([
      {
        ...{ ...row, ...back, status: 'acknowledged', submittedOn: '2024-07-20', attempts: 2 },
        ...{ contents: ['b'], acknowledgedOn: '2024-07-22' },
      },
    ]);
  });
});

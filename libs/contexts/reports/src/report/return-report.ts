import { act } from '#kernel';
import { IsLine } from '#platform';
import { answered, AnswerReport } from './answered-report.js';
import { report, reportReturned } from './report.js';

export class ReturnReport extends AnswerReport {
  @IsLine() reason!: string;
}

/** Sends a report back to be written again: `submit-report` once more. */
export const returnReport = act({
  name: 'return-report',
  summary: { vi: 'Trả lại báo cáo theo dõi', en: 'Return a report with a reason' },
  command: ReturnReport,
  aggregate: report,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => command.reportId,
  unit: (_command, { submitted }) => submitted?.unitId,
  effectiveAt: ({ on }) => on,

  decide({ reportId, on }, state, context) {
    if (state.status === 'returned') return [];
    const returnedOn = on ?? context.today;
    return [reportReturned({ ...answered(reportId, state, returnedOn, context), returnedOn })];
  },
});

import { act } from '#kernel';
import { answered, AnswerReport } from './answered-report.js';
import { report, reportAcknowledged } from './report.js';

export class AcknowledgeReport extends AnswerReport {}

/** By somebody else than whoever submitted it. */
export const acknowledgeReport = act({
  name: 'acknowledge-report',
  summary: { vi: 'Xác nhận báo cáo theo dõi', en: 'Acknowledge a report' },
  command: AcknowledgeReport,
  aggregate: report,
  roles: ['secretary', 'office', 'admin'],
  id: (command) => command.reportId,
  unit: (_command, { submitted }) => submitted?.unitId,
  effectiveAt: ({ on }) => on,

  decide({ reportId, on }, state, context) {
    if (state.status === 'acknowledged') return [];
    const acknowledgedOn = on ?? context.today;
    return [reportAcknowledged({ ...answered(reportId, state, acknowledgedOn, context), acknowledgedOn })];
  },
});

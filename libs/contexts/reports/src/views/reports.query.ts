import { wasBelow } from '#contexts/org-units/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsReportPeriod } from '../report/report-period.js';
import { reportStatusWords } from './words.js';

const statuses = ['submitted', 'acknowledged', 'returned'] as const;

export class ReportsParameters {
  /** Only reports on this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() cadreId?: string;
  @IsOptional() @IsReportPeriod() period?: string;
  @IsOptional() @IsIn(statuses) status?: (typeof statuses)[number];
}

export const reportsQuery = viewQuery({
  name: 'reports',
  summary: { vi: 'Báo cáo theo dõi đã nộp', en: 'Reports submitted' },
  parameters: ReportsParameters,
  columns: {
    periodEnds: { type: 'date', title: { vi: 'Hết kỳ', en: 'End of the period' } },
    period: { type: 'text', title: { vi: 'Kỳ', en: 'Period' } },
    reportId: { type: 'uuid', title: { vi: 'Mã báo cáo', en: 'Report id' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    cadreId: { type: 'uuid', title: { vi: 'Mã cán bộ', en: 'Cadre id' } },
    cadreName: { type: 'text', title: { vi: 'Cán bộ', en: 'Cadre' } },
    status: { type: 'text', title: { vi: 'Trạng thái', en: 'Status' }, words: reportStatusWords },
    submittedOn: { type: 'date', title: { vi: 'Ngày nộp', en: 'Submitted on' } },
    attempts: { type: 'integer', title: { vi: 'Số lần nộp', en: 'Submissions' } },
    dueOn: { type: 'date', title: { vi: 'Hạn', en: 'Due on' } },
    daysLate: { type: 'integer', title: { vi: 'Số ngày chậm', en: 'Days late' } },
    acknowledgedOn: { type: 'date', title: { vi: 'Ngày xác nhận', en: 'Acknowledged on' } },
    returnedOn: { type: 'date', title: { vi: 'Ngày trả lại', en: 'Returned on' } },
    returnReason: { type: 'text', title: { vi: 'Lý do trả lại', en: 'Reason of return' } },
    contents: { type: 'text[]', title: { vi: 'Nội dung', en: 'Contents' } },
    pack: { type: 'text', title: { vi: 'Theo quy định', en: 'Rule pack' } },
  },
  key: ['periodEnds', 'reportId'],
  totals: {
    reports: sql`count(*)`,
    late: sql`count(*) FILTER (WHERE days_late > 0)`,
    acknowledged: sql`count(*) FILTER (WHERE status = 'acknowledged')`,
    returned: sql`count(*) FILTER (WHERE status = 'returned')`,
  },
  rows: ({ unitId, cadreId, period, status }) => sql`
    SELECT r.period_ends, r.period, r.report_id, r.unit_id, u.name AS unit_name, r.cadre_id, c.full_name AS cadre_name,
           r.status, r.submitted_on, r.attempts, r.due_on, r.days_late, r.acknowledged_on, r.returned_on,
           r.return_reason, r.contents, r.pack
      FROM report_register r
      JOIN unit_directory u USING (unit_id)
      LEFT JOIN cadre_directory c USING (cadre_id)
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`r.unit_id`, sql`r.period_ends`)}` : empty}
       ${cadreId ? sql`AND r.cadre_id = ${cadreId}` : empty}
       ${period ? sql`AND r.period = ${period}` : empty}
       ${status ? sql`AND r.status = ${status}` : empty}`,
});

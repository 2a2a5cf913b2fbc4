import { wasBelow } from '#contexts/org-units/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsPeriod } from '../evaluation/period.js';

const campaignsShown = ['open', 'published', 'orphaned'] as const;

export class EvaluationCampaignsParameters {
  /** Only campaigns of this superior and of those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsPeriod() period?: string;
  /** `orphaned`: open, and the superior is closed. */
  @IsOptional() @IsIn(campaignsShown) show?: (typeof campaignsShown)[number];
}

export const evaluationCampaignsQuery = viewQuery({
  name: 'evaluation-campaigns',
  summary: { vi: 'Các đợt đánh giá và tiến độ', en: 'Campaigns of evaluation and how far they are' },
  parameters: EvaluationCampaignsParameters,
  columns: {
    period: { type: 'text', title: { vi: 'Kỳ', en: 'Period' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị tổ chức', en: 'Superior unit' } },
    campaignId: { type: 'uuid', title: { vi: 'Mã đợt', en: 'Campaign id' } },
    pack: { type: 'text', title: { vi: 'Theo quy định', en: 'Rule pack' } },
    packVersion: { type: 'integer', title: { vi: 'Phiên bản', en: 'Version' } },
    dueOn: { type: 'date', title: { vi: 'Hạn', en: 'Due' } },
    units: { type: 'integer', title: { vi: 'Số đơn vị', en: 'Units' } },
    selfAssessed: { type: 'integer', title: { vi: 'Đã tự đánh giá', en: 'Self-assessed' } },
    reviewed: { type: 'integer', title: { vi: 'Đã thẩm định', en: 'Reviewed' } },
    decided: { type: 'integer', title: { vi: 'Đã xếp loại', en: 'Decided' } },
    isOverdue: { type: 'boolean', title: { vi: 'Quá hạn', en: 'Overdue' } },
    isOrphaned: { type: 'boolean', title: { vi: 'Đơn vị tổ chức đã kết thúc', en: 'Its superior is closed' } },
    publishedOn: { type: 'date', title: { vi: 'Ngày công bố', en: 'Published on' } },
    decisionNumber: { type: 'text', title: { vi: 'Số quyết định', en: 'Decision number' } },
  },
  key: ['period', 'unitId'],
  totals: {
    campaigns: sql`count(*)`,
    published: sql`count(published_on)`,
    overdue: sql`count(*) FILTER (WHERE is_overdue)`,
  },
  rows: ({ unitId, period, show }, { today }) => sql`
    SELECT c.period, c.unit_id, u.name AS unit_name, c.campaign_id, c.pack, c.pack_version, c.due_on, c.units,
           done.self_assessed, done.reviewed, done.decided,
           c.published_on IS NULL AND coalesce(c.due_on < ${today}::date, false) AND done.reviewed < c.units
             AS is_overdue,
           c.published_on IS NULL AND u.status = 'closed' AS is_orphaned,
           c.published_on, c.decision_number
      FROM evaluation_campaigns c
      JOIN unit_directory u USING (unit_id)
     CROSS JOIN LATERAL (
       SELECT count(e.assessment)::integer AS self_assessed,
              count(*) FILTER (WHERE e.reviewed_grade IS NOT NULL)::integer AS reviewed,
              count(e.grade)::integer AS decided
         FROM campaign_units m
         LEFT JOIN cell_classifications e ON e.unit_id = m.unit_id AND e.period = m.period
        WHERE m.campaign_id = c.campaign_id) AS done
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`c.unit_id`, sql`c.period_ends`)}` : empty}
       ${period ? sql`AND c.period = ${period}` : empty}
       ${show ? sql`AND ${isShown[show]}` : empty}`,
});

const isShown = {
  open: sql`c.published_on IS NULL`,
  published: sql`c.published_on IS NOT NULL`,
  orphaned: sql`c.published_on IS NULL AND u.status = 'closed'`,
};

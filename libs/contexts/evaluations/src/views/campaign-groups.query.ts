import { wasBelow } from '#contexts/org-units/contracts';
import { allPacks } from '#contexts/rule-packs/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsPeriod } from '../evaluation/period.js';
import { capSql } from './distribution-sql.js';

export class CampaignGroupsParameters {
  /** Only campaigns of this superior and of those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsPeriod() period?: string;
  /** Only rows with this finding. */
  @IsOptional() @IsIn(['excellent-above-cap']) finding?: 'excellent-above-cap';
}

/** Grades of each group of similar units in a campaign, and the finding when more are excellent than its pack allows. */
export const campaignGroupsQuery = viewQuery({
  name: 'campaign-groups',
  summary: { vi: 'Cơ cấu xếp loại theo nhóm của đợt đánh giá', en: 'Grades per group of a campaign' },
  parameters: CampaignGroupsParameters,
  columns: {
    period: { type: 'text', title: { vi: 'Kỳ', en: 'Period' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị tổ chức', en: 'Superior unit' } },
    groupName: { type: 'text', title: { vi: 'Nhóm', en: 'Group' } },
    units: { type: 'integer', title: { vi: 'Số đơn vị', en: 'Units' } },
    excellent: { type: 'integer', title: { vi: 'Hoàn thành xuất sắc', en: 'Excellent' } },
    good: { type: 'integer', title: { vi: 'Hoàn thành tốt', en: 'Good' } },
    completed: { type: 'integer', title: { vi: 'Hoàn thành', en: 'Completed' } },
    failed: { type: 'integer', title: { vi: 'Không hoàn thành', en: 'Failed' } },
    undecided: { type: 'integer', title: { vi: 'Chưa xếp loại', en: 'Undecided' } },
    capPack: { type: 'text', title: { vi: 'Giới hạn theo quy định', en: 'Pack of the cap' } },
    capPercent: { type: 'numeric', title: { vi: 'Giới hạn (%)', en: 'Cap (%)' } },
    excellentAllowed: { type: 'integer', title: { vi: 'Số xuất sắc tối đa', en: 'Excellent allowed' } },
    excellentOver: { type: 'integer', title: { vi: 'Số xuất sắc vượt', en: 'Excellent above the cap' } },
    finding: { type: 'text', title: { vi: 'Phát hiện', en: 'Finding' } },
  },
  key: ['period', 'unitId', 'groupName'],
  rows: ({ unitId, period, finding }) => sql`
    SELECT g.period, g.unit_id, u.name AS unit_name, g.group_name, g.units, g.excellent, g.good, g.completed, g.failed,
           g.undecided, cap.name AS cap_pack, cap.percent AS cap_percent, cap.allowed AS excellent_allowed,
           greatest(g.excellent - cap.allowed, CASE WHEN cap.allowed IS NOT NULL THEN 0 END)::integer AS excellent_over,
           CASE WHEN g.excellent > cap.allowed THEN 'excellent-above-cap' END AS finding
      FROM (
        SELECT c.period, c.period_ends, c.unit_id, c.pack, c.pack_version, m.group_name,
               count(*)::integer AS units,
               (count(*) FILTER (WHERE e.grade = 'excellent'))::integer AS excellent,
               (count(*) FILTER (WHERE e.grade = 'good'))::integer AS good,
               (count(*) FILTER (WHERE e.grade = 'completed'))::integer AS completed,
               (count(*) FILTER (WHERE e.grade = 'failed'))::integer AS failed,
               (count(*) FILTER (WHERE e.grade IS NULL))::integer AS undecided
          FROM evaluation_campaigns c
          JOIN campaign_units m USING (campaign_id)
          LEFT JOIN cell_classifications e ON e.unit_id = m.unit_id AND e.period = m.period
         ${period ? sql`WHERE c.period = ${period}` : empty}
         GROUP BY c.period, c.period_ends, c.unit_id, c.pack, c.pack_version, m.group_name
      ) AS g
      JOIN unit_directory u USING (unit_id)
      LEFT JOIN LATERAL ${capSql(
        sql`(SELECT * FROM ${allPacks('evaluation')} AS p WHERE p.name = g.pack AND p.version = g.pack_version)`,
      )} AS cap ON cap.grouping IS DISTINCT FROM 'superior-and-level'
     WHERE true ${finding ? sql`AND g.excellent > cap.allowed` : empty}
       ${unitId ? sql`AND ${wasBelow(unitId, sql`g.unit_id`, sql`g.period_ends`)}` : empty}`,
});

import { wasBelow } from '#contexts/org-units/contracts';
import { IsLine } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsPeriod } from '../evaluation/period.js';
import { capPackSql, capSql, gradedBelow } from './distribution-sql.js';

export class ClassificationDistributionParameters {
  /** Only this superior and those that stood below it on the last day of the period. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsPeriod() period?: string;
  /** Pack whose cap on `excellent` is applied; left out: the one in force at the end of each period. */
  @IsOptional() @IsLine(100) capPack?: string;
  /** Only rows with this finding. */
  @IsOptional() @IsIn(['excellent-above-cap']) finding?: 'excellent-above-cap';
}

/**
 * How each superior's units were graded: one row per superior, period and level of the units graded, counting every
 * unit of that level anywhere below (so a district has a row for its communes and one for all their cells; rows of
 * superiors within each other overlap and are not to be added). `undecided`: units that existed at its end, or were
 * begun with, and have no grade yet. More `excellent` than the pack's cap allows is a finding to look at; nothing is refused for it. A cap
 * that counts by the groups of a campaign is in `campaign-groups` instead.
 */
export const classificationDistributionQuery = viewQuery({
  name: 'classification-distribution',
  summary: { vi: 'Cơ cấu xếp loại theo cấp trên', en: 'Distribution of grades per superior unit' },
  parameters: ClassificationDistributionParameters,
  columns: {
    period: { type: 'text', title: { vi: 'Kỳ', en: 'Period' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị cấp trên', en: 'Superior unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị cấp trên', en: 'Superior unit' } },
    level: { type: 'text', title: { vi: 'Cấp được xếp loại', en: 'Level graded' } },
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
  key: ['period', 'unitId', 'level'],
  rows: ({ unitId, period, capPack, finding }) => sql`
    SELECT g.period, g.unit_id, u.name AS unit_name, g.level,
           g.units::integer, g.excellent::integer, g.good::integer, g.completed::integer, g.failed::integer,
           g.undecided::integer,
           cap.name AS cap_pack, cap.percent AS cap_percent, cap.allowed AS excellent_allowed,
           greatest(g.excellent - cap.allowed, CASE WHEN cap.allowed IS NOT NULL THEN 0 END)::integer AS excellent_over,
           CASE WHEN g.excellent > cap.allowed THEN 'excellent-above-cap' END AS finding
      FROM ${gradedBelow({
        periods: period === undefined ? undefined : [period],
        superiors: unitId === undefined ? undefined : (unit, day) => wasBelow(unitId, unit, day),
      })} AS g
      JOIN unit_directory u USING (unit_id)
      LEFT JOIN LATERAL ${capSql(capPackSql(capPack))} AS cap ON cap.grouping IS DISTINCT FROM 'campaign-group'
     WHERE g.evaluated > 0 ${finding ? sql`AND g.excellent > cap.allowed` : empty}`,
});

import { levelCodes, wasBelow } from '#contexts/org-units/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { firstDayOf, IsPeriod, lastDayOf } from '../evaluation/period.js';

export const evaluationSteps = ['not-begun', 'self-assessed', 'reviewed', 'decided'] as const;

export class EvaluationProgressParameters {
  @IsPeriod() period!: string;
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  /** Cells when left out. */
  @IsOptional() @IsIn(levelCodes) level?: string;
  @IsOptional() @IsIn(evaluationSteps) step?: (typeof evaluationSteps)[number];
  /** `forgotten`: in no campaign and not decided; `overdue`: not reviewed although the campaign's day is over. */
  @IsOptional() @IsIn(['forgotten', 'overdue']) show?: 'forgotten' | 'overdue';
}

/**
 * Who is still missing: every unit of a level that exists at the end of the period (or today, while it runs), those that
 * nobody has begun with and that no campaign holds among them. A unit that ended within the period is listed when it was
 * begun with or a campaign holds it. Superiors by the tree of the period's end.
 */
export const evaluationProgressQuery = viewQuery({
  name: 'evaluation-progress',
  summary: { vi: 'Tiến độ đánh giá, xếp loại từng đơn vị', en: "How far each unit's evaluation is" },
  parameters: EvaluationProgressParameters,
  columns: {
    period: { type: 'text', title: { vi: 'Kỳ', en: 'Period' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    superiorId: { type: 'uuid', title: { vi: 'Mã cấp trên', en: 'Superior, unit id' } },
    superiorName: { type: 'text', title: { vi: 'Cấp trên', en: 'Superior' } },
    campaignId: { type: 'uuid', title: { vi: 'Mã đợt', en: 'Campaign id' } },
    groupName: { type: 'text', title: { vi: 'Nhóm', en: 'Group' } },
    dueOn: { type: 'date', title: { vi: 'Hạn', en: 'Due' } },
    step: { type: 'text', title: { vi: 'Bước', en: 'Step' } },
    selfGrade: { type: 'text', title: { vi: 'Tự xếp loại', en: 'Own grade' } },
    reviewedGrade: { type: 'text', title: { vi: 'Cơ quan tham mưu đề xuất', en: 'Proposal of the advising body' } },
    grade: { type: 'text', title: { vi: 'Xếp loại', en: 'Grade' } },
    isForgotten: { type: 'boolean', title: { vi: 'Chưa đưa vào đợt nào', en: 'In no campaign' } },
    isOverdue: { type: 'boolean', title: { vi: 'Quá hạn', en: 'Overdue' } },
  },
  key: ['unitId'],
  totals: {
    units: sql`count(*)`,
    notBegun: sql`count(*) FILTER (WHERE step = 'not-begun')`,
    selfAssessed: sql`count(*) FILTER (WHERE step = 'self-assessed')`,
    reviewed: sql`count(*) FILTER (WHERE step = 'reviewed')`,
    decided: sql`count(*) FILTER (WHERE step = 'decided')`,
    forgotten: sql`count(*) FILTER (WHERE is_forgotten)`,
    overdue: sql`count(*) FILTER (WHERE is_overdue)`,
  },
  rows: ({ unitId, period, level, step, show }, { today }) => {
    const last = sql`least(${lastDayOf(period)}::date, ${today}::date)`;
    return sql`
    SELECT * FROM (
      SELECT ${period}::text AS period, u.unit_id, u.name AS unit_name,
             place.parent_id AS superior_id, superior.name AS superior_name,
             held.campaign_id, held.group_name, held.due_on, coalesce(e.status, 'not-begun') AS step,
             e.self_grade, e.reviewed_grade, e.grade,
             held.campaign_id IS NULL AND e.grade IS NULL AS is_forgotten,
             coalesce(held.due_on < ${today}::date AND held.published_on IS NULL, false)
               AND coalesce(e.status = 'self-assessed', true) AS is_overdue
        FROM unit_directory u
        LEFT JOIN unit_places place ON place.unit_id = u.unit_id
         AND place.since <= ${last} AND (place.until IS NULL OR place.until > ${last})
        LEFT JOIN unit_directory superior ON superior.unit_id = place.parent_id
        LEFT JOIN cell_classifications e ON e.unit_id = u.unit_id AND e.period = ${period}
        LEFT JOIN LATERAL (
          SELECT c.campaign_id, m.group_name, c.due_on, c.published_on
            FROM campaign_units m
            JOIN evaluation_campaigns c USING (campaign_id)
           WHERE m.unit_id = u.unit_id AND m.period = ${period}
           ORDER BY c.published_on IS NOT NULL, c.unit_id = place.parent_id DESC, c.campaign_id LIMIT 1) held ON true
       WHERE u.level = ${level ?? 'cell'}
         AND u.opened_on <= ${last} AND (u.closed_on IS NULL OR u.closed_on >= ${firstDayOf(period)}::date)
         AND (u.closed_on IS NULL OR u.closed_on >= ${last} OR e.unit_id IS NOT NULL OR held.campaign_id IS NOT NULL)
         ${unitId ? sql`AND ${wasBelow(unitId, sql`u.unit_id`, last)}` : empty}
    ) AS unit
     WHERE true
       ${step ? sql`AND unit.step = ${step}` : empty}
       ${show ? sql`AND ${show === 'forgotten' ? sql`unit.is_forgotten` : sql`unit.is_overdue`}` : empty}`;
  },
});

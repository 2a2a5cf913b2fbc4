import { wasBelow } from '#contexts/org-units/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsOptional, IsUUID } from 'class-validator';
import { IsPeriod } from '../evaluation/period.js';

export class MemberGradesParameters {
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsPeriod() period?: string;
}

export const memberGradesQuery = viewQuery({
  name: 'member-grades',
  summary: { vi: 'Cơ cấu xếp loại đảng viên, người đứng đầu', en: 'Grades of members and heads, counted per unit' },
  parameters: MemberGradesParameters,
  columns: {
    period: { type: 'text', title: { vi: 'Kỳ', en: 'Period' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    kind: { type: 'text', title: { vi: 'Đối tượng', en: 'Kind' } },
    excellent: { type: 'integer', title: { vi: 'Hoàn thành xuất sắc', en: 'Excellent' } },
    good: { type: 'integer', title: { vi: 'Hoàn thành tốt', en: 'Good' } },
    completed: { type: 'integer', title: { vi: 'Hoàn thành', en: 'Completed' } },
    failed: { type: 'integer', title: { vi: 'Không hoàn thành', en: 'Failed' } },
    revised: { type: 'integer', title: { vi: 'Xếp loại lại', en: 'Revised' } },
  },
  key: ['period', 'unitId', 'kind'],
  totals: {
    excellent: sql`coalesce(sum(excellent), 0)`,
    good: sql`coalesce(sum(good), 0)`,
    completed: sql`coalesce(sum(completed), 0)`,
    failed: sql`coalesce(sum(failed), 0)`,
  },
  rows: ({ unitId, period }) => sql`
    SELECT m.period, m.unit_id, u.name AS unit_name, m.kind, m.excellent, m.good, m.completed, m.failed, m.revised
      FROM member_grades m
      JOIN unit_directory u USING (unit_id)
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`m.unit_id`, sql`m.period_ends`)}` : empty}
       ${period ? sql`AND m.period = ${period}` : empty}`,
});

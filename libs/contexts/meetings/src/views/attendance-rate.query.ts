import { wasBelow } from '#contexts/org-units/contracts';
import { IsMonth } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsOptional, IsUUID } from 'class-validator';

export class AttendanceRateParameters {
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() cadreId?: string;
  @IsOptional() @IsMonth() from?: string;
  @IsOptional() @IsMonth() to?: string;
}

/** A unit that moved within a month counts where it stood at its end. */
const lastDay = sql`((a.month || '-01')::date + interval '1 month' - interval '1 day')::date`;

/**
 * Attendance of each cadre at each unit by month; the totals roll it up the tree of that
 * month below `unitId`. A meeting without a
 * mark counts as expected and as not attended, and stands apart from an absence in `unrecorded`.
 */
export const attendanceRateQuery = viewQuery({
  name: 'attendance-rate',
  summary: { vi: 'Tỷ lệ cán bộ dự sinh hoạt', en: "Rate of the assigned cadres' attendance" },
  parameters: AttendanceRateParameters,
  columns: {
    month: { type: 'text', title: { vi: 'Tháng', en: 'Month' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    cadreId: { type: 'uuid', title: { vi: 'Mã cán bộ', en: 'Cadre id' } },
    cadreName: { type: 'text', title: { vi: 'Cán bộ', en: 'Cadre' } },
    expected: { type: 'integer', title: { vi: 'Số cuộc phải dự', en: 'Meetings expected' } },
    attended: { type: 'integer', title: { vi: 'Số cuộc đã dự', en: 'Meetings attended' } },
    excused: { type: 'integer', title: { vi: 'Vắng có lý do', en: 'Excused' } },
    absent: { type: 'integer', title: { vi: 'Vắng không lý do', en: 'Absent' } },
    unrecorded: { type: 'integer', title: { vi: 'Chưa ghi nhận', en: 'Not recorded' } },
    rate: { type: 'numeric', title: { vi: 'Tỷ lệ (%)', en: 'Rate (%)' } },
  },
  key: ['month', 'unitId', 'cadreId'],
  totals: {
    expected: sql`coalesce(sum(expected), 0)`,
    attended: sql`coalesce(sum(attended), 0)`,
    excused: sql`coalesce(sum(excused), 0)`,
    absent: sql`coalesce(sum(absent), 0)`,
    unrecorded: sql`coalesce(sum(unrecorded), 0)`,
    rate: sql`round(100.0 * sum(attended) / nullif(sum(expected), 0), 1)`,
  },
  rows: ({ unitId, cadreId, from, to }) => sql`
    SELECT a.month, a.unit_id, u.name AS unit_name, a.cadre_id, c.full_name AS cadre_name,
           a.expected, a.attended, a.excused, a.absent,
           a.expected - a.attended - a.excused - a.absent AS unrecorded,
           round(100.0 * a.attended / nullif(a.expected, 0), 1) AS rate
      FROM attendance_rate a
      JOIN unit_directory u USING (unit_id)
      LEFT JOIN cadre_directory c USING (cadre_id)
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`a.unit_id`, lastDay)}` : empty}
       ${cadreId ? sql`AND a.cadre_id = ${cadreId}` : empty}
       ${from ? sql`AND a.month >= ${from}` : empty}
       ${to ? sql`AND a.month <= ${to}` : empty}`,
});

import { wasBelow } from '#contexts/org-units/contracts';
import { IsMonth } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { meetingKinds, type MeetingKind } from '../meeting/vocabulary.js';

export class TurnoutParameters {
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  /** Left out: all kinds together. */
  @IsOptional() @IsIn(meetingKinds) kind?: MeetingKind;
  @IsOptional() @IsMonth() from?: string;
  @IsOptional() @IsMonth() to?: string;
}

/** A unit that moved within a month counts where it stood at its end. */
const lastDay = sql`((t.month || '-01')::date + interval '1 month' - interval '1 day')::date`;

/** Turnout of each unit by month; the totals roll it up the tree of that month below `unitId`. */
export const turnoutQuery = viewQuery({
  name: 'turnout',
  summary: { vi: 'Tỷ lệ đảng viên dự sinh hoạt', en: "Turnout of the units' members" },
  parameters: TurnoutParameters,
  columns: {
    month: { type: 'text', title: { vi: 'Tháng', en: 'Month' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    held: { type: 'integer', title: { vi: 'Số cuộc đã tổ chức', en: 'Meetings held' } },
    recorded: { type: 'integer', title: { vi: 'Số cuộc có số liệu', en: 'Meetings with turnout' } },
    base: { type: 'integer', title: { vi: 'Số lượt phải dự', en: 'Members expected' } },
    exempt: { type: 'integer', title: { vi: 'Miễn sinh hoạt', en: 'Exempt' } },
    present: { type: 'integer', title: { vi: 'Có mặt', en: 'Present' } },
    excused: { type: 'integer', title: { vi: 'Vắng có lý do', en: 'Excused' } },
    unexcused: { type: 'integer', title: { vi: 'Vắng không lý do', en: 'Absent without reason' } },
    rate: { type: 'numeric', title: { vi: 'Tỷ lệ (%)', en: 'Rate (%)' } },
    upToStandard: { type: 'integer', title: { vi: 'Đề nghị đạt chuẩn', en: 'Proposed as up to standard' } },
    belowStandard: { type: 'integer', title: { vi: 'Đề nghị chưa đạt chuẩn', en: 'Proposed as below standard' } },
  },
  key: ['month', 'unitId'],
  totals: {
    held: sql`coalesce(sum(held), 0)`,
    recorded: sql`coalesce(sum(recorded), 0)`,
    base: sql`coalesce(sum(base), 0)`,
    present: sql`coalesce(sum(present), 0)`,
    excused: sql`coalesce(sum(excused), 0)`,
    unexcused: sql`coalesce(sum(unexcused), 0)`,
    rate: sql`round(100.0 * sum(present) / nullif(sum(base), 0), 1)`,
    upToStandard: sql`coalesce(sum(up_to_standard), 0)`,
    belowStandard: sql`coalesce(sum(below_standard), 0)`,
  },
  rows: ({ unitId, kind, from, to }) => sql`
    SELECT t.month, t.unit_id, u.name AS unit_name,
           sum(t.held)::integer AS held, sum(t.recorded)::integer AS recorded,
           sum(t.base)::integer AS base, sum(t.exempt)::integer AS exempt, sum(t.present)::integer AS present,
           sum(t.excused)::integer AS excused, sum(t.unexcused)::integer AS unexcused,
           round(100.0 * sum(t.present) / nullif(sum(t.base), 0), 1) AS rate,
           sum(t.up_to_standard)::integer AS up_to_standard, sum(t.below_standard)::integer AS below_standard
      FROM turnout t
      JOIN unit_directory u USING (unit_id)
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`t.unit_id`, lastDay)}` : empty}
       ${kind ? sql`AND t.kind = ${kind}` : empty}
       ${from ? sql`AND t.month >= ${from}` : empty}
       ${to ? sql`AND t.month <= ${to}` : empty}
     GROUP BY t.month, t.unit_id, u.name`,
});

import { levelCodes, wasBelow } from '#contexts/org-units/contracts';
import { monthOf, type Month } from '#kernel';
import { IsMonth } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { meetingKinds, type MeetingKind } from '../meeting/vocabulary.js';

export class UnitsWithoutMeetingParameters {
  /** Only this unit and those that stood below it at the end of the month. */
  @IsOptional() @IsUUID() unitId?: string;
  /** This month when left out. */
  @IsOptional() @IsMonth() month?: Month;
  /** Cells when left out. */
  @IsOptional() @IsIn(levelCodes) level?: string;
  /** Regular meetings when left out. */
  @IsOptional() @IsIn(meetingKinds) kind?: MeetingKind;
}

/**
 * A warning, no decision: units that existed in a month and have no meeting of the kind in it that was held. Units and
 * their parents by the tree of the month's last day.
 */
export const unitsWithoutMeetingQuery = viewQuery({
  name: 'units-without-meeting',
  summary: { vi: 'Chi bộ chưa sinh hoạt trong tháng', en: 'Cells that have not met this month' },
  parameters: UnitsWithoutMeetingParameters,
  columns: {
    month: { type: 'text', title: { vi: 'Tháng', en: 'Month' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    parentName: { type: 'text', title: { vi: 'Cấp trên', en: 'Parent' } },
    scheduledFor: { type: 'date', title: { vi: 'Đã lên lịch cho ngày', en: 'Scheduled for' } },
    cancelled: { type: 'integer', title: { vi: 'Số cuộc đã hủy', en: 'Cancelled' } },
    lastHeldOn: { type: 'date', title: { vi: 'Lần sinh hoạt gần nhất', en: 'Last held on' } },
  },
  key: ['unitId'],
  totals: {
    units: sql`count(*)`,
    scheduled: sql`count(scheduled_for)`,
    unplanned: sql`count(*) - count(scheduled_for)`,
  },
  rows: ({ unitId, month, level, kind }, { today }) => {
    const asked = month ?? monthOf(today);
    const first = `${asked}-01`;
    const lastDay = sql`(${first}::date + interval '1 month - 1 day')::date`;
    const met = kind ?? 'regular';
    return sql`
    SELECT ${asked}::text AS month, u.unit_id, u.name AS unit_name, parent.name AS parent_name,
           planned.scheduled_for, planned.cancelled::integer AS cancelled,
           (SELECT max(before.held_on) FROM meeting_register before
             WHERE before.unit_id = u.unit_id AND before.kind = ${met} AND before.held_on < ${first}::date) AS last_held_on
      FROM unit_directory u
      LEFT JOIN unit_places place ON place.unit_id = u.unit_id
       AND place.since <= ${lastDay} AND (place.until IS NULL OR place.until > ${lastDay})
      LEFT JOIN unit_directory parent ON parent.unit_id = place.parent_id
     CROSS JOIN LATERAL (
       SELECT min(m.scheduled_for) FILTER (WHERE m.status = 'scheduled') AS scheduled_for,
              count(*) FILTER (WHERE m.status = 'cancelled') AS cancelled,
              count(*) FILTER (WHERE m.status = 'held') AS held
         FROM meeting_register m
        WHERE m.unit_id = u.unit_id AND m.kind = ${met}
          AND m.meeting_date >= ${first}::date AND m.meeting_date < ${first}::date + interval '1 month') planned
     WHERE u.level = ${level ?? 'cell'} AND planned.held = 0
       AND u.opened_on <= ${lastDay} AND (u.closed_on IS NULL OR u.closed_on >= ${first}::date)
       ${unitId ? sql`AND ${wasBelow(unitId, sql`u.unit_id`, lastDay)}` : empty}`;
  },
});

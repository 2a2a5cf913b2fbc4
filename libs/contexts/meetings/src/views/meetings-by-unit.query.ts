import { levelCodes, superiorsOn, wasBelow, withAbove } from '#contexts/org-units/contracts';
import { monthOf, rootUnitId, type Month } from '#kernel';
import { IsMonth } from '#platform';
import { empty, sql, viewQuery, type QueryColumn, type Sql } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';

export class MeetingsByUnitParameters {
  /** Only this unit and those that stood below it at the end of each month. */
  @IsOptional() @IsUUID() unitId?: string;
  /** Level of the units of the rows; left out: every one. */
  @IsOptional() @IsIn(levelCodes) level?: string;
  /** This month when left out. */
  @IsOptional() @IsMonth() from?: Month;
  /** The same month as `from` when left out. */
  @IsOptional() @IsMonth() to?: Month;
}

const count = (vi: string, en: string): QueryColumn => ({ type: 'integer', title: { vi, en } });
const rate = (vi: string, en: string): QueryColumn => ({ type: 'numeric', title: { vi, en } });

/**
 * What a committee reports each month: one row per unit and month, counting its own meetings and those of everything that
 * stood below it on the month's last day (rows of units within each other overlap and are not to be added). A cell met
 * when it held a regular meeting; all kinds are in the other figures.
 */
export const meetingsByUnitQuery = viewQuery({
  name: 'meetings-by-unit',
  summary: { vi: 'Tổng hợp sinh hoạt theo đơn vị', en: 'Meetings, turnout and attendance rolled up by unit and month' },
  parameters: MeetingsByUnitParameters,
  columns: {
    month: { type: 'text', title: { vi: 'Tháng', en: 'Month' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    level: { type: 'text', title: { vi: 'Cấp', en: 'Level' } },
    cells: count('Số chi bộ', 'Cells'),
    cellsMet: count('Số chi bộ đã sinh hoạt định kỳ', 'Cells that met'),
    cellsWithout: count('Số chi bộ chưa sinh hoạt', 'Cells that have not met'),
    held: count('Số cuộc đã tổ chức', 'Meetings held'),
    base: count('Số lượt đảng viên phải dự', 'Members expected'),
    present: count('Số lượt đảng viên có mặt', 'Members present'),
    turnoutRate: rate('Tỷ lệ đảng viên dự (%)', 'Turnout (%)'),
    upToStandard: count('Đề nghị đạt chuẩn', 'Proposed as up to standard'),
    belowStandard: count('Đề nghị chưa đạt chuẩn', 'Proposed as below standard'),
    expected: count('Số lượt cán bộ phải dự', 'Cadres expected'),
    attended: count('Số lượt cán bộ đã dự', 'Cadres attended'),
    attendanceRate: rate('Tỷ lệ cán bộ dự (%)', 'Attendance of the cadres (%)'),
  },
  key: ['month', 'unitId'],
  rows: (parameters, { today }) => {
    const { level, unitId } = parameters;
    const from = parameters.from ?? monthOf(today);
    return sql`
    WITH own AS MATERIALIZED (${ownCounts(from, parameters.to ?? from, unitId)}),
    below AS MATERIALIZED (
      SELECT o.above_ids, o.day, ${sums} FROM ${withAbove(sql`own`)} o GROUP BY o.above_ids, o.day
    ), direct AS MATERIALIZED (
      SELECT DISTINCT above_ids, day, unnest(above_ids) AS unit_id FROM below
    ), superior AS (
      SELECT DISTINCT direct.above_ids, day, s.superior_id
        FROM direct
        JOIN ${superiorsOn(sql`(SELECT unit_id, day FROM direct WHERE unit_id <> ${rootUnitId})`)} AS s USING (unit_id, day)
    ), counted AS (
      SELECT o.unit_id, o.day, ${counts} FROM own o
      UNION ALL
      SELECT s.superior_id, day, ${counts} FROM below o JOIN superior s USING (above_ids, day)
    )
    SELECT to_char(c.day, 'YYYY-MM') AS month, c.unit_id, u.name AS unit_name, u.level,
           c.cells, c.cells_met, c.cells - c.cells_met AS cells_without, c.held, c.base, c.present,
           round(100.0 * c.present / nullif(c.base, 0), 1) AS turnout_rate, c.up_to_standard, c.below_standard,
           c.expected, c.attended, round(100.0 * c.attended / nullif(c.expected, 0), 1) AS attendance_rate
      FROM (SELECT o.unit_id, o.day, ${sums}
              FROM counted o
             WHERE ${unitId ? wasBelow(unitId, sql`o.unit_id`, sql`o.day`) : sql`true`}
             GROUP BY o.unit_id, o.day) c
      JOIN unit_directory u ON u.unit_id = c.unit_id
     WHERE true ${level ? sql`AND u.level = ${level}` : empty}`;
  },
});

const counts = sql`o.cells, o.cells_met, o.held, o.base, o.present, o.up_to_standard, o.below_standard, o.expected, o.attended`;
const sums = sql`sum(o.cells)::integer AS cells, sum(o.cells_met)::integer AS cells_met, sum(o.held)::integer AS held,
             sum(o.base)::integer AS base, sum(o.present)::integer AS present,
             sum(o.up_to_standard)::integer AS up_to_standard, sum(o.below_standard)::integer AS below_standard,
             sum(o.expected)::integer AS expected, sum(o.attended)::integer AS attended`;

/** Of each unit alone, per month: unit_id, day (the month's last) and the counts. */
const ownCounts = (from: Month, to: Month, unitId: string | undefined): Sql => sql`
      SELECT o.unit_id, o.day, ${sums}
        FROM (
          SELECT u.unit_id, month.day, 1 AS cells, 0 AS cells_met, 0 AS held, 0 AS base, 0 AS present,
                 0 AS up_to_standard, 0 AS below_standard, 0 AS expected, 0 AS attended
            FROM (SELECT first::date, (first + interval '1 month' - interval '1 day')::date AS day
                    FROM generate_series(${`${from}-01`}::timestamp, ${`${to}-01`}::timestamp, interval '1 month') AS first) month
            JOIN unit_directory u
              ON u.level = 'cell' AND u.opened_on <= month.day AND (u.closed_on IS NULL OR u.closed_on >= month.first)
          UNION ALL
          SELECT t.unit_id, ${lastDayOf(sql`t.month`)}, 0,
                 CASE WHEN bool_or(t.kind = 'regular' AND t.held > 0) AND u.level = 'cell' THEN 1 ELSE 0 END,
                 sum(t.held), sum(t.base), sum(t.present), sum(t.up_to_standard), sum(t.below_standard), 0, 0
            FROM turnout t
            JOIN unit_directory u USING (unit_id)
           WHERE t.month BETWEEN ${from} AND ${to}
           GROUP BY t.unit_id, t.month, u.level
          UNION ALL
          SELECT a.unit_id, ${lastDayOf(sql`a.month`)}, 0, 0, 0, 0, 0, 0, 0, a.expected, a.attended
            FROM attendance_rate a
           WHERE a.month BETWEEN ${from} AND ${to}) o
       WHERE ${unitId ? wasBelow(unitId, sql`o.unit_id`, sql`o.day`) : sql`true`}
       GROUP BY o.unit_id, o.day`;

const lastDayOf = (month: Sql): Sql => sql`((${month} || '-01')::date + interval '1 month' - interval '1 day')::date`;

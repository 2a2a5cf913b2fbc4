import { wasBelow } from '#contexts/org-units/contracts';
import { packInForceSql } from '#contexts/rule-packs/contracts';
import { IsMonth } from '#platform';
import { empty, sql, viewQuery, type Sql } from '#projections';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { reportStatusWords } from './words.js';

const shown = ['missing', 'late', 'waiting', 'returned'] as const;

export class ReportsDueParameters {
  /** Only reports on this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() cadreId?: string;
  /** Year in which the periods end; this year when left out. */
  @IsOptional() @Matches(/^\d{4}$/, { message: '$property must be a year, YYYY' }) year?: string;
  /** First and last month in which the periods end; the first and the last of `year` when left out. */
  @IsOptional() @IsMonth() from?: string;
  @IsOptional() @IsMonth() to?: string;
  /** `missing` and overdue; `late`, overdue or submitted late; `waiting` for an answer; `returned`. */
  @IsOptional() @IsIn(shown) show?: (typeof shown)[number];
}

/** Months, quarters, half-years and years, as codes with their last days. */
export const periods = (years: Sql) => sql`
      SELECT 'month' AS per, y || '-' || lpad(n::text, 2, '0') AS period,
             (make_date(y, n, 1) + interval '1 month - 1 day')::date AS ends
        FROM ${years} AS y, generate_series(1, 12) AS n
      UNION ALL
      SELECT 'quarter', y || '-Q' || n, (make_date(y, n * 3, 1) + interval '1 month - 1 day')::date
        FROM ${years} AS y, generate_series(1, 4) AS n
      UNION ALL
      SELECT 'half-year', y || '-H' || n, (make_date(y, n * 6, 1) + interval '1 month - 1 day')::date
        FROM ${years} AS y, generate_series(1, 2) AS n
      UNION ALL
      SELECT 'year', y::text, make_date(y, 12, 31)
        FROM ${years} AS y`;

/**
 * What each cadre must report on each unit followed, and how it stands today: worked out from assignments, rule packs
 * and reports, so that nothing has to be counted. A report is asked of whoever followed the unit on the last day of the
 * period, by the pack in force on that day; periods that still run are left out. A unit whose pack changes more than
 * once within a year asked is seen by the first and the last of these packs; where both hold, by the one that began last.
 */
export const reportsDueQuery = viewQuery({
  name: 'reports-due',
  summary: { vi: 'Báo cáo theo dõi đến hạn, chậm, chưa nộp', en: 'Reports due, late or missing' },
  parameters: ReportsDueParameters,
  columns: {
    dueOn: { type: 'date', title: { vi: 'Hạn', en: 'Due on' } },
    period: { type: 'text', title: { vi: 'Kỳ', en: 'Period' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    cadreId: { type: 'uuid', title: { vi: 'Mã cán bộ', en: 'Cadre id' } },
    cadreName: { type: 'text', title: { vi: 'Cán bộ', en: 'Cadre' } },
    /** due, overdue, submitted, acknowledged, returned */
    status: { type: 'text', title: { vi: 'Trạng thái', en: 'Status' }, words: reportStatusWords },
    submittedOn: { type: 'date', title: { vi: 'Ngày nộp', en: 'Submitted on' } },
    daysLate: { type: 'integer', title: { vi: 'Số ngày chậm', en: 'Days late' } },
    reportId: { type: 'uuid', title: { vi: 'Mã báo cáo', en: 'Report id' } },
    pack: { type: 'text', title: { vi: 'Theo quy định', en: 'Rule pack' } },
  },
  key: ['dueOn', 'period', 'unitId', 'cadreId'],
  totals: {
    asked: sql`count(*)`,
    submitted: sql`count(submitted_on)`,
    inTime: sql`count(*) FILTER (WHERE submitted_on IS NOT NULL AND days_late = 0)`,
    late: sql`count(*) FILTER (WHERE submitted_on IS NOT NULL AND days_late > 0)`,
    due: sql`count(*) FILTER (WHERE status = 'due')`,
    overdue: sql`count(*) FILTER (WHERE status = 'overdue')`,
    acknowledged: sql`count(*) FILTER (WHERE status = 'acknowledged')`,
  },
  rows: ({ unitId, cadreId, year, from, to, show }, { today }) => {
    const asked = year ?? today.slice(0, 4);
    const [firstMonth, lastMonth] = [from ?? `${asked}-01`, to ?? `${asked}-12`];
    const first = sql`${`${firstMonth}-01`}::date`;
    const last = sql`(${`${lastMonth}-01`}::date + interval '1 month - 1 day')::date`;
    const years = sql`generate_series(${firstMonth.slice(0, 4)}::integer, ${lastMonth.slice(0, 4)}::integer)`;
    const until = sql`least(coalesce(a.ends_on, ${last}), ${last})`;
    return sql`
    WITH followed AS (
      SELECT a.unit_id, a.cadre_id, split_part(a.tier, '-', 1) AS cadre_level, a.starts_on, a.ends_on
        FROM assignment_roster a
       WHERE a.starts_on <= ${last} AND (a.ends_on IS NULL OR a.ends_on >= ${first})
         ${cadreId ? sql`AND a.cadre_id = ${cadreId}` : empty}
         ${unitId ? sql`AND ${wasBelow(unitId, sql`a.unit_id`, until)}` : empty}
    ), rule AS MATERIALIZED (
      SELECT DISTINCT f.unit_id, pack.name, pack.valid_from, pack.valid_to, pack.rules -> 'reportPeriods' AS reports
        FROM (SELECT DISTINCT unit_id FROM followed) f
        JOIN unit_directory u USING (unit_id)
       CROSS JOIN LATERAL (
         SELECT greatest(make_date(y, 1, 1), ${first}) FROM ${years} AS y
          UNION SELECT least(make_date(y, 12, 31), ${last}, u.closed_on) FROM ${years} AS y) AS seen(day)
       CROSS JOIN LATERAL ${packInForceSql('following', { unit: sql`f.unit_id`, day: sql`seen.day` })} AS pack
       WHERE pack.rules -> 'reportPeriods' <> '[]'::jsonb
    ), owing AS MATERIALIZED (
      SELECT f.*, rule.name AS pack, rule.valid_from, rule.valid_to, rule.reports
        FROM followed f JOIN rule USING (unit_id)
    ), asked AS (
      SELECT DISTINCT ON (o.unit_id, o.cadre_id, p.period)
             o.unit_id, o.cadre_id, p.period, o.pack, (p.ends + (r.report ->> 'dueDays')::integer) AS due_on
        FROM owing o
        JOIN (${periods(years)}) AS p
          ON p.ends BETWEEN ${first} AND ${last}
         AND o.starts_on <= p.ends AND (o.ends_on IS NULL OR o.ends_on >= p.ends) AND p.ends < ${today}::date
         AND o.valid_from <= p.ends AND (o.valid_to IS NULL OR o.valid_to >= p.ends)
       CROSS JOIN LATERAL (
         SELECT report FROM jsonb_array_elements(o.reports) AS report
          WHERE report ->> 'per' = p.per
            AND (report ->> 'cadreLevel' = o.cadre_level OR report ->> 'cadreLevel' IS NULL)
          ORDER BY report ->> 'cadreLevel' NULLS LAST LIMIT 1) r
       ORDER BY o.unit_id, o.cadre_id, p.period, o.valid_from DESC
    ), standing AS (
      SELECT s.due_on, s.period, s.unit_id, u.name AS unit_name, s.cadre_id, c.full_name AS cadre_name,
             coalesce(r.status, CASE WHEN s.due_on < ${today}::date THEN 'overdue' ELSE 'due' END) AS status,
             r.submitted_on,
             coalesce(r.days_late, greatest(${today}::date - s.due_on, 0)) AS days_late, r.report_id, s.pack
        FROM asked s
        JOIN unit_directory u USING (unit_id)
        LEFT JOIN cadre_directory c USING (cadre_id)
        LEFT JOIN report_register r
               ON r.unit_id = s.unit_id AND r.cadre_id = s.cadre_id AND r.period = s.period
    )
    SELECT * FROM standing
     WHERE ${conditionOf(show)}`;
  },
});

function conditionOf(show: ReportsDueParameters['show']) {
  switch (show) {
    case 'missing':
      return sql`status = 'overdue'`;
    case 'late':
      return sql`days_late > 0`;
    case 'waiting':
      return sql`status = 'submitted'`;
    case 'returned':
      return sql`status = 'returned'`;
    case undefined:
      return sql`true`;
  }
}

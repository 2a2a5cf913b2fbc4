import { wasBelow } from '#contexts/org-units/contracts';
import { allPacks, packInForceSql } from '#contexts/rule-packs/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';

const warnings = ['months-absent-in-year', 'excused-running'] as const;

export class AttendanceWarningsParameters {
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  /** This year when left out. */
  @IsOptional() @Matches(/^\d{4}$/, { message: '$property must be a year, YYYY' }) year?: string;
  @IsOptional() @IsIn(warnings) warning?: (typeof warnings)[number];
  @IsOptional() @IsIn(['member', 'cadre']) person?: 'member' | 'cadre';
}

/**
 * Warnings, never decisions: who was absent without reason in so many months of a year at regular meetings (the cell
 * may propose removal; the system says no more than "eligible for consideration"), and who was excused so many times
 * running. Members are told apart only as far as the turnout names them, by id. The limits are those of the pack in
 * force on the day of the last absence counted. A run is counted over the meetings whose figures are recorded, from
 * the year before on, and shown in the year in which it ended or still goes on.
 */
export const attendanceWarningsQuery = viewQuery({
  name: 'attendance-warnings',
  summary: { vi: 'Cảnh báo vắng sinh hoạt', en: 'Warnings about absences' },
  parameters: AttendanceWarningsParameters,
  columns: {
    warning: { type: 'text', title: { vi: 'Cảnh báo', en: 'Warning' } },
    person: { type: 'text', title: { vi: 'Đối tượng', en: 'Member or cadre' } },
    personId: { type: 'uuid', title: { vi: 'Mã người', en: 'Person id' } },
    personName: { type: 'text', title: { vi: 'Cán bộ', en: 'Cadre' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    times: { type: 'integer', title: { vi: 'Số tháng hoặc số lần', en: 'Months or times' } },
    firstOn: { type: 'date', title: { vi: 'Từ ngày', en: 'First on' } },
    lastOn: { type: 'date', title: { vi: 'Đến ngày', en: 'Last on' } },
    threshold: { type: 'integer', title: { vi: 'Ngưỡng cảnh báo', en: 'Warned from' } },
    pack: { type: 'text', title: { vi: 'Theo hướng dẫn', en: 'Rule pack' } },
  },
  key: ['warning', 'person', 'personId', 'unitId', 'firstOn'],
  totals: {
    monthsAbsent: sql`count(*) FILTER (WHERE warning = 'months-absent-in-year')`,
    excusedRunning: sql`count(*) FILTER (WHERE warning = 'excused-running')`,
  },
  rows: ({ unitId, year, warning, person }, { today }) => {
    const asked = year ?? today.slice(0, 4);
    const begins = `${asked}-01-01`;
    const ends = `${asked}-12-31`;
    return sql`
    WITH meeting AS (
      SELECT m.meeting_id, m.unit_id, m.held_on,
             row_number() OVER (PARTITION BY m.unit_id ORDER BY m.held_on, m.meeting_id) AS n
        FROM meeting_register m
       WHERE m.status = 'held' AND m.kind = 'regular' AND m.on_roll IS NOT NULL
         AND m.held_on BETWEEN ${begins}::date - interval '1 year' AND ${ends}::date
         ${unitId ? sql`AND ${wasBelow(unitId, sql`m.unit_id`, sql`m.held_on`)}` : empty}
    ), cadre_meeting AS (
      SELECT a.cadre_id, a.unit_id, a.held_on, a.mark,
             row_number() OVER (PARTITION BY a.unit_id, a.cadre_id ORDER BY a.held_on, a.meeting_id) AS n
        FROM meeting_attendance a
        JOIN meeting_register m USING (meeting_id)
       WHERE a.mark IS NOT NULL AND m.kind = 'regular'
         AND a.held_on BETWEEN ${begins}::date - interval '1 year' AND ${ends}::date
         ${unitId ? sql`AND ${wasBelow(unitId, sql`a.unit_id`, sql`a.held_on`)}` : empty}
    ), absence AS (
      SELECT 'member' AS person, a.member_id AS person_id, m.unit_id, m.held_on, m.n, a.is_excused
        FROM meeting m JOIN member_absences a USING (meeting_id)
      UNION ALL
      SELECT 'cadre', cadre_id, unit_id, held_on, n, mark = 'excused'
        FROM cadre_meeting WHERE mark IN ('excused', 'absent')
    ), excused AS (
      SELECT *, n - row_number() OVER (PARTITION BY person, person_id, unit_id ORDER BY n) AS run
        FROM absence WHERE is_excused
    ), warned AS (
      SELECT 'months-absent-in-year' AS warning, person, person_id, unit_id,
             count(DISTINCT date_trunc('month', held_on)) AS times, min(held_on) AS first_on, max(held_on) AS last_on
        FROM absence
       WHERE NOT is_excused AND held_on >= ${begins}::date
       GROUP BY person, person_id, unit_id
      UNION ALL
      SELECT 'excused-running', person, person_id, unit_id, count(*), min(held_on), max(held_on)
        FROM excused
       GROUP BY person, person_id, unit_id, run
      HAVING max(held_on) >= ${begins}::date
    ), lowest AS (
      SELECT min(least((p.rules #>> '{warnings,monthsAbsentInYear}')::integer,
                       (p.rules #>> '{warnings,excusedRunning}')::integer)) AS times
        FROM ${allPacks('meeting-standard')} AS p
    )
    SELECT w.warning, w.person, w.person_id, c.full_name AS person_name, w.unit_id, u.name AS unit_name,
           w.times::integer AS times, w.first_on, w.last_on, bound.times AS threshold, pack.name AS pack
      FROM warned w
      JOIN lowest ON w.times >= lowest.times
      JOIN unit_directory u USING (unit_id)
     CROSS JOIN LATERAL ${packInForceSql('meeting-standard', { unit: sql`u.unit_id`, day: sql`w.last_on` })} AS pack
     CROSS JOIN LATERAL (
       SELECT (pack.rules -> 'warnings' ->> CASE w.warning WHEN 'excused-running' THEN 'excusedRunning'
                                                           ELSE 'monthsAbsentInYear' END)::integer AS times) bound
      LEFT JOIN cadre_directory c ON w.person = 'cadre' AND c.cadre_id = w.person_id
     WHERE w.times >= bound.times
       ${warning ? sql`AND w.warning = ${warning}` : empty}
       ${person ? sql`AND w.person = ${person}` : empty}`;
  },
});

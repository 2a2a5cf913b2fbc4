import { standardProposal } from '#contexts/meetings/contracts';
import { wasBelow } from '#contexts/org-units/contracts';
import { sql, viewQuery, type Sql } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { firstDayOf, IsPeriod, lastDayOf } from '../evaluation/period.js';
import { factNames, type FactName } from '../evaluation/vocabulary.js';

export class EvaluationFactsParameters {
  /** This unit and those below it. */
  @IsUUID() unitId!: string;
  @IsPeriod() period!: string;
  @IsOptional() @IsIn(factNames) fact?: FactName;
}

/**
 * What the records say of a unit in a period, to be taken into its self-assessment and its review as evidence. Each
 * figure names where its events are read (`events`), and stands beside what the unit stated. The system proposes them; nobody is graded by them.
 */
export const evaluationFactsQuery = viewQuery({
  name: 'evaluation-facts',
  summary: { vi: 'Số liệu gợi ý cho đánh giá', en: 'Facts that the system proposes for an evaluation' },
  parameters: EvaluationFactsParameters,
  columns: {
    period: { type: 'text', title: { vi: 'Kỳ', en: 'Period' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    /**
     * regular-meetings: held, of the months begun in which the cell existed; no other unit must meet every month. meetings-up-to-standard: of those judged. member-turnout: present, of
     * those who should have come. cadre-attendance: attended by the assigned cadres, of those expected. reports-in-time: of the
     * cadres' reports on it that were submitted. issues-settled:
     * of those that the unit raised. issues-overdue: held by it past their day, of those that fell due.
     */
    fact: { type: 'text', title: { vi: 'Số liệu', en: 'Fact' } },
    figure: { type: 'integer', title: { vi: 'Số lượng', en: 'Figure' } },
    outOf: { type: 'integer', title: { vi: 'Trên tổng số', en: 'Out of' } },
    percent: { type: 'numeric', title: { vi: 'Tỷ lệ (%)', en: 'Percent' } },
    /** As the unit took it into its self-assessment; null: it did not. */
    statedFigure: { type: 'integer', title: { vi: 'Đơn vị đã nêu', en: 'As the unit stated it' } },
    statedOutOf: { type: 'integer', title: { vi: 'Đơn vị đã nêu, trên tổng số', en: 'Out of, as stated' } },
    differs: { type: 'boolean', title: { vi: 'Khác số liệu hiện nay', en: 'Stated otherwise than it is' } },
    events: { type: 'text', title: { vi: 'Các sự kiện', en: 'Events behind it' } },
  },
  key: ['period', 'unitId', 'fact'],
  // The unit's own figure and those below it together: what a committee says of itself rests on its cells.
  totals: {
    differing: sql`count(*) FILTER (WHERE differs)`,
    regularMeetings: sql`coalesce(sum(figure) FILTER (WHERE fact = 'regular-meetings'), 0)`,
    regularMeetingsOf: sql`coalesce(sum(out_of) FILTER (WHERE fact = 'regular-meetings'), 0)`,
    meetingsUpToStandard: sql`coalesce(sum(figure) FILTER (WHERE fact = 'meetings-up-to-standard'), 0)`,
    meetingsUpToStandardOf: sql`coalesce(sum(out_of) FILTER (WHERE fact = 'meetings-up-to-standard'), 0)`,
    memberTurnout: sql`coalesce(sum(figure) FILTER (WHERE fact = 'member-turnout'), 0)`,
    memberTurnoutOf: sql`coalesce(sum(out_of) FILTER (WHERE fact = 'member-turnout'), 0)`,
    cadreAttendance: sql`coalesce(sum(figure) FILTER (WHERE fact = 'cadre-attendance'), 0)`,
    cadreAttendanceOf: sql`coalesce(sum(out_of) FILTER (WHERE fact = 'cadre-attendance'), 0)`,
    reportsInTime: sql`coalesce(sum(figure) FILTER (WHERE fact = 'reports-in-time'), 0)`,
    reportsInTimeOf: sql`coalesce(sum(out_of) FILTER (WHERE fact = 'reports-in-time'), 0)`,
    issuesSettled: sql`coalesce(sum(figure) FILTER (WHERE fact = 'issues-settled'), 0)`,
    issuesSettledOf: sql`coalesce(sum(out_of) FILTER (WHERE fact = 'issues-settled'), 0)`,
    issuesOverdue: sql`coalesce(sum(figure) FILTER (WHERE fact = 'issues-overdue'), 0)`,
    issuesOverdueOf: sql`coalesce(sum(out_of) FILTER (WHERE fact = 'issues-overdue'), 0)`,
  },
  rows: ({ unitId, period, fact }, { today }) => {
    const first = sql`${firstDayOf(period)}::date`;
    const last = sql`least(${lastDayOf(period)}::date, ${today}::date)`;
    const wanted = fact ? [fact] : factNames;
    return sql`
      SELECT ${period}::text AS period, u.unit_id, u.name AS unit_name, f.fact, f.figure::integer, f.out_of::integer,
             round(100.0 * f.figure / nullif(f.out_of, 0), 1) AS percent,
             stated.figure AS stated_figure, stated.out_of AS stated_out_of,
             coalesce((stated.figure, stated.out_of) <> (f.figure, f.out_of), false) AS differs,
             '/api/views/evaluation-facts/' || ${period}::text || '~' || u.unit_id || '~' || f.fact || '/facts?unitId='
               || u.unit_id || '&period=' || ${period}::text || '&fact=' || f.fact AS events
        FROM unit_directory u
       CROSS JOIN LATERAL (
         ${wanted.map((each) => factSql(each, first, last)).reduce((all, each) => sql`${all} UNION ALL ${each}`)}
       ) AS f(fact, figure, out_of)
        LEFT JOIN LATERAL (
          SELECT (said ->> 'figure')::integer AS figure, (said ->> 'outOf')::integer AS out_of
            FROM cell_classifications e
           CROSS JOIN jsonb_array_elements(coalesce(e.assessment -> 'facts', '[]'::jsonb)) AS said
           WHERE e.unit_id = u.unit_id AND e.period = ${period} AND said ->> 'fact' = f.fact) stated ON true
       WHERE ${wasBelow(unitId, sql`u.unit_id`, last)}
         AND u.opened_on <= ${last} AND (u.closed_on IS NULL OR u.closed_on >= ${first})`;
  },
});

/** One row: fact, figure, out_of; of the unit `u`. */
function factSql(fact: FactName, first: Sql, last: Sql): Sql {
  const held = sql`
    meeting_register m
     WHERE m.unit_id = u.unit_id AND m.status = 'held' AND m.meeting_date BETWEEN ${first} AND ${last}`;
  switch (fact) {
    case 'regular-meetings':
      return sql`
        SELECT 'regular-meetings' AS fact, count(m.meeting_id) AS figure,
               CASE WHEN u.level = 'cell' THEN (
                 SELECT count(*) FROM generate_series(
                          date_trunc('month', greatest(${first}, u.opened_on)::timestamp),
                          least(${last}, u.closed_on)::timestamp, interval '1 month')) ELSE 0 END AS out_of
          FROM ${held} AND m.kind = 'regular'`;
    case 'meetings-up-to-standard':
      return sql`
        SELECT 'meetings-up-to-standard', count(*) FILTER (WHERE ${standardProposal} = 'up-to-standard'), count(*)
          FROM ${held} AND m.standard_proposal IS NOT NULL`;
    case 'member-turnout':
      return sql`
        SELECT 'member-turnout', coalesce(sum(m.present), 0), coalesce(sum(m.on_roll - m.exempt), 0)
          FROM ${held} AND m.on_roll IS NOT NULL`;
    case 'cadre-attendance':
      return sql`
        SELECT 'cadre-attendance', coalesce(sum(m.attended_cadres), 0), coalesce(sum(m.expected_cadres), 0)
          FROM ${held}`;
    case 'reports-in-time':
      return sql`
        SELECT 'reports-in-time', count(*) FILTER (WHERE r.days_late = 0), count(*)
          FROM report_register r
         WHERE r.unit_id = u.unit_id AND r.period_ends BETWEEN ${first} AND ${last}`;
    case 'issues-settled':
      return sql`
        SELECT 'issues-settled', count(i.resolved_on), count(*)
          FROM issue_register i
         WHERE i.unit_id = u.unit_id AND i.raised_on BETWEEN ${first} AND ${last}`;
    case 'issues-overdue':
      return sql`
        SELECT 'issues-overdue', count(*) FILTER (WHERE coalesce(i.resolved_on, 'infinity') > i.due_on), count(*)
          FROM issue_register i
         WHERE i.holder_unit_id = u.unit_id AND i.due_on BETWEEN ${first} AND ${last} AND i.due_on < ${last}`;
  }
}

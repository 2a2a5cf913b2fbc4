import { wasBelow } from '#contexts/org-units/contracts';
import { asDraft, shippedPacks, type IssueRules, type WorkingDayRules } from '#contexts/rule-packs/contracts';
import type { LocalDate } from '#kernel';
import { PreviewParameters, type PackPreview } from '#platform';
import { join, sql, viewQuery, type Sql } from '#projections';
import { clockFrom, clockStarts, draftEnd, outcomeOf, recordedEnd, type ClockStep } from './clock-outcome.js';
import { shippedCalendar, WorkingCalendar } from './working-days.js';

interface Fact {
  /** The step that began the clock. */
  readonly revision: number;
  readonly steps: readonly ClockStep[];
  readonly title: string;
  readonly seenOn: LocalDate;
  /** Notices of days off that were published, those that count first; null: none. */
  readonly notices: readonly WorkingDayRules[] | null;
}

/** Day of a step, whatever its event calls it. */
const stepDay = (data: Sql): Sql =>
  sql`coalesce(${data} ->> 'raisedOn', ${data} ->> 'acceptedOn', ${data} ->> 'escalatedOn', ${data} ->> 'reopenedOn',
               ${data} ->> 'answeredOn', ${data} ->> 'resolvedOn', ${data} ->> 'on')::date`;

/** Issues that were open at some time in these days, each with all its steps; read by the index of its stream. */
const issuesWithSteps = (from: LocalDate, to: LocalDate): Sql => sql`
    SELECT i.issue_id, i.title,
           jsonb_agg(jsonb_build_object(
             'revision', e.revision, 'step', split_part(e.event_type, '.', 2), 'on', ${stepDay(sql`e.data`)},
             'holderUnitId', e.data ->> 'holderUnitId', 'level', e.data ->> 'holderLevel',
             'dueOn', coalesce(e.data ->> 'noticeDueOn', e.data ->> 'dueOn'),
             'waitedSince', e.data ->> 'waitedSince', 'cause', e.data ->> 'cause') ORDER BY e.revision) AS steps
      FROM issue_register i
      JOIN history_events e ON e.stream = 'issue-' || i.issue_id
     WHERE i.raised_on <= ${to} AND coalesce(i.resolved_on, i.ended_on, ${to}) >= ${from}
     GROUP BY i.issue_id, i.title`;

/**
 * By when each body would have had to accept an issue, and to settle it, and what would have become of the deadline: the
 * clocks that began in these days, under the bodies that the draft would bind. What was done is taken as it was done.
 */
export const deadlinesPreview: PackPreview = {
  family: 'issues',
  about: 'deadline',
  facts: viewQuery({
    name: 'deadlines-to-preview',
    summary: { vi: 'Các thời hạn giải quyết kiến nghị để xem thử', en: 'Deadlines of issues to judge by a draft' },
    parameters: PreviewParameters,
    columns: {
      startedOn: { type: 'date', title: { vi: 'Tính từ ngày', en: 'Counted from' } },
      issueId: { type: 'uuid', title: { vi: 'Mã kiến nghị', en: 'Issue id' } },
      revision: { type: 'integer', title: { vi: 'Bước', en: 'Step' } },
      unitId: { type: 'uuid', title: { vi: 'Mã nơi xử lý', en: 'Holder id' } },
      unitName: { type: 'text', title: { vi: 'Nơi xử lý', en: 'Holder' } },
      title: { type: 'text', title: { vi: 'Nội dung', en: 'Title' } },
      steps: { type: 'jsonb', title: { vi: 'Các bước', en: 'Steps' } },
      seenOn: { type: 'date', title: { vi: 'Tính đến ngày', en: 'As of' } },
      notices: { type: 'jsonb', title: { vi: 'Thông báo ngày nghỉ', en: 'Notices of days off' } },
    },
    key: ['startedOn', 'issueId', 'revision'],
    rows: ({ unitId, from, to }, { today }) => sql`
      SELECT (s.step ->> 'on')::date AS started_on, i.issue_id, (s.step ->> 'revision')::integer AS revision,
             (s.step ->> 'holderUnitId')::uuid AS unit_id, u.name AS unit_name, i.title, i.steps, ${today}::date AS seen_on,
             (SELECT jsonb_agg(p.rules ORDER BY p.valid_from DESC, p.version DESC) FROM rule_packs p
               WHERE p.family = 'working-days' AND NOT p.is_shipped
                 AND (p.valid_to IS NULL OR p.valid_to >= p.valid_from)) AS notices
        FROM (${issuesWithSteps(from, to)}) i
       CROSS JOIN LATERAL jsonb_array_elements(i.steps) AS s(step)
        LEFT JOIN unit_directory u ON u.unit_id = (s.step ->> 'holderUnitId')::uuid
       WHERE s.step ->> 'step' IN (${join(clockStarts)}) AND (s.step ->> 'on')::date BETWEEN ${from} AND ${to}
         AND ${wasBelow(unitId, sql`(s.step ->> 'holderUnitId')::uuid`, sql`(s.step ->> 'on')::date`)}`,
  }),
  judge(row, draft) {
    const { notices, revision, seenOn, steps, title } = row as unknown as Fact;
    const rules = { ...asDraft<'issues'>(draft as IssueRules), calendar: calendarOf(notices) };
    const clock = clockFrom(steps, revision, seenOn);
    const then = recordedEnd(clock);
    const now = draftEnd(clock, rules);
    const [recorded, proposed] = [outcomeOf(clock, then), outcomeOf(clock, now)];
    const rule = clock.dueFor === 'notice' ? 'noticeWorkingDays' : `resolutionWorkingDays.${clock.level}`;
    const reason = { rule, title, recordedDueOn: then.dueOn, dueOn: now.dueOn };
    return {
      ...{ recorded, decided: null, proposed },
      differs: recorded !== proposed || then.dueOn !== now.dueOn,
      reasons: [{ ...reason, endedOn: now.endedOn, escalatedOn: now.escalatedOn }],
    };
  },
};

let latest: { readonly key: string; readonly calendar: WorkingCalendar } | undefined;

/** The same for every row of an answer. */
function calendarOf(notices: readonly WorkingDayRules[] | null): WorkingCalendar {
  if (notices === null) return shippedCalendar;
  const key = JSON.stringify(notices);
  if (latest?.key !== key) {
    latest = { key, calendar: new WorkingCalendar([...notices, ...shippedPacks('working-days')]) };
  }
  return latest.calendar;
}

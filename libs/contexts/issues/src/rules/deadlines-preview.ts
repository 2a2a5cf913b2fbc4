import { wasBelow } from '#contexts/org-units/contracts';
import { asDraft, shippedPacks, type IssueRules, type WorkingDayRules } from '#contexts/rule-packs/contracts';
import type { LocalDate } from '#kernel';
import { PreviewParameters, type PackPreview } from '#platform';
import { sql, viewQuery, type Sql } from '#projections';
import { draftEnd, outcomeOf, recordedEnd, type Clock } from './clock-outcome.js';
import { shippedCalendar, WorkingCalendar } from './working-days.js';

interface Fact extends Clock {
  /** Notices of days off that were published, those that count first; null: none. */
  readonly notices: readonly WorkingDayRules[] | null;
}

/** Day of a step, whatever its event calls it. */
const stepDay = (data: Sql): Sql =>
  sql`coalesce(${data} ->> 'raisedOn', ${data} ->> 'acceptedOn', ${data} ->> 'escalatedOn', ${data} ->> 'reopenedOn',
               ${data} ->> 'answeredOn', ${data} ->> 'resolvedOn', ${data} ->> 'on')::date`;

/** From the event that starts a clock to the one that ends it: each body's time to accept, or to settle. */
const clocks = (from: LocalDate, to: LocalDate): Sql => sql`
    WITH step AS MATERIALIZED (
      SELECT i.issue_id, i.title, e.revision, split_part(e.event_type, '.', 2) AS step, ${stepDay(sql`e.data`)} AS day,
             e.data
        FROM issue_register i
        JOIN history_events e ON e.stream = 'issue-' || i.issue_id
       WHERE i.raised_on <= ${to} AND coalesce(i.resolved_on, i.ended_on, ${to}) >= ${from}
         AND e.event_type LIKE 'issues.Issue%'
    )
    SELECT s.issue_id, s.title, s.revision, s.day, s.data ->> 'holderUnitId' AS holder_unit_id,
           CASE WHEN s.step IN ('IssueAccepted', 'IssueReopened') THEN 'resolution' ELSE 'notice' END AS due_for,
           coalesce(s.data ->> 'noticeDueOn', s.data ->> 'dueOn')::date AS due_on,
           (SELECT p.data ->> 'holderLevel' FROM step p
             WHERE p.issue_id = s.issue_id AND p.revision <= s.revision AND p.data ? 'holderLevel'
             ORDER BY p.revision DESC LIMIT 1) AS level,
           (SELECT jsonb_agg(jsonb_build_object('step', n.step, 'on', n.day, 'dueOn', n.data ->> 'dueOn',
                     'waitedSince', n.data ->> 'waitedSince', 'cause', n.data ->> 'cause') ORDER BY n.revision)
              FROM step n
             WHERE n.issue_id = s.issue_id AND n.revision > s.revision
               AND n.revision <= coalesce((
                     SELECT min(e.revision) FROM step e
                      WHERE e.issue_id = s.issue_id AND e.revision > s.revision
                        AND e.step IN ('IssueAccepted', 'IssueEscalated', 'IssueReturned', 'IssueRefused',
                                       'IssueWithdrawn', 'IssueSplit', 'IssueMerged', 'IssueResolved', 'IssueReopened')),
                     2147483647)) AS steps
      FROM step s
     WHERE s.step IN ('IssueRaised', 'IssueEscalated', 'IssueReturned', 'IssueAccepted', 'IssueReopened')
       AND s.day BETWEEN ${from} AND ${to}`;

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
      dueFor: { type: 'text', title: { vi: 'Hạn của việc', en: 'Due for' } },
      level: { type: 'text', title: { vi: 'Cấp xử lý', en: "Holder's level" } },
      dueOn: { type: 'date', title: { vi: 'Hạn', en: 'Due on' } },
      steps: { type: 'jsonb', title: { vi: 'Các bước sau đó', en: 'Steps after it' } },
      seenOn: { type: 'date', title: { vi: 'Tính đến ngày', en: 'As of' } },
      notices: { type: 'jsonb', title: { vi: 'Thông báo ngày nghỉ', en: 'Notices of days off' } },
    },
    key: ['startedOn', 'issueId', 'revision'],
    rows: ({ unitId, from, to }, { today }) => sql`
      SELECT c.day AS started_on, c.issue_id, c.revision, c.holder_unit_id::uuid AS unit_id, u.name AS unit_name, c.title,
             c.due_for, c.level, c.due_on, coalesce(c.steps, '[]'::jsonb) AS steps, ${today}::date AS seen_on,
             (SELECT jsonb_agg(p.rules ORDER BY p.valid_from DESC, p.version DESC) FROM rule_packs p
               WHERE p.family = 'working-days' AND NOT p.is_shipped
                 AND (p.valid_to IS NULL OR p.valid_to >= p.valid_from)) AS notices
        FROM (${clocks(from, to)}) c
        LEFT JOIN unit_directory u ON u.unit_id = c.holder_unit_id::uuid
       WHERE ${wasBelow(unitId, sql`c.holder_unit_id::uuid`, sql`c.day`)}`,
  }),
  judge(row, draft) {
    const fact = row as unknown as Fact;
    const rules = { ...asDraft<'issues'>(draft as IssueRules), calendar: calendarOf(fact.notices) };
    const then = recordedEnd(fact);
    const now = draftEnd(fact, rules);
    const [recorded, proposed] = [outcomeOf(fact, then), outcomeOf(fact, now)];
    const rule = fact.dueFor === 'notice' ? 'noticeWorkingDays' : `resolutionWorkingDays.${fact.level}`;
    const reason = { rule, title: fact.title, recordedDueOn: then.dueOn, dueOn: now.dueOn };
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

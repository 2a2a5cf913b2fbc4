import { sql, viewQuery } from '#projections';
import { issueColumns, IssueFilters, issueRows } from './issue-rows.js';

/**
 * The work of a body: open issues that it, or a unit below it, must act on, most urgent first. Here `unitId` of a row
 * is the holder: a department sees what was sent to it though the base that raised it stands elsewhere in the tree.
 */
export const issuesHeldQuery = viewQuery({
  name: 'issues-held',
  summary: { vi: 'Kiến nghị đang phải xử lý', en: 'Issues to act on' },
  parameters: IssueFilters,
  columns: issueColumns,
  key: ['dueOn', 'issueId'],
  totals: {
    held: sql`count(*)::integer`,
    overdue: sql`(count(*) FILTER (WHERE is_overdue))::integer`,
  },
  rows: (parameters, { today }) => issueRows(parameters, sql`i.status <> 'resolved'`, today, sql`i.holder_unit_id`),
});

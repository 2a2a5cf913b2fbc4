import { isBelow } from '#contexts/org-units/contracts';
import type { LocalDate } from '#kernel';
import { empty, sql, viewQuery, type Sql } from '#projections';
import { IsIn, IsOptional } from 'class-validator';
import { isNearDueSql, isOpenSql, isOverdueSql, issueColumns, IssueFilters, issueRows } from './issue-rows.js';

const shown = ['overdue', 'near-due', 'waiting', 'orphaned'] as const;

class IssuesHeldParameters extends IssueFilters {
  /** `orphaned`: the holder was closed and nobody has taken its issues over. */
  @IsOptional() @IsIn(shown) show?: (typeof shown)[number];
}

const conditionOf = (show: (typeof shown)[number], today: LocalDate): Sql => {
  switch (show) {
    case 'overdue':
      return isOverdueSql(today);
    case 'near-due':
      return isNearDueSql(today);
    case 'waiting':
      return sql`i.status = 'waiting'`;
    case 'orphaned':
      return sql`holder.status = 'closed'`;
  }
};

/**
 * The work of a body: open issues that it, or a unit below it, must act on, most urgent first. Here `unitId` of a row
 * is the holder: a department sees what was sent to it though the base that raised it stands elsewhere in the tree.
 */
export const issuesHeldQuery = viewQuery({
  name: 'issues-held',
  summary: { vi: 'Kiến nghị đang phải xử lý', en: 'Issues to act on' },
  parameters: IssuesHeldParameters,
  columns: issueColumns,
  key: ['dueOn', 'issueId'],
  totals: {
    held: sql`count(*)::integer`,
    overdue: sql`(count(*) FILTER (WHERE is_overdue))::integer`,
    nearDue: sql`(count(*) FILTER (WHERE is_near_due))::integer`,
    waiting: sql`(count(*) FILTER (WHERE status = 'waiting'))::integer`,
  },
  rows: (parameters, { today }) => {
    const { show, unitId } = parameters;
    const condition = sql`${isOpenSql}
       ${unitId ? sql`AND ${isBelow(unitId)}` : empty}
       ${show ? sql`AND ${conditionOf(show, today)}` : empty}`;
    return issueRows(parameters, condition, today, sql`i.holder_unit_id`);
  },
});

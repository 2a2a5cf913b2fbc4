import { isBelow, levelCodes } from '#contexts/org-units/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional } from 'class-validator';
import { isAnsweredSql, isOpenSql, isOverdueSql, issueColumns, IssueFilters, issueRows } from './issue-rows.js';

class UnresolvedRecommendationsParameters extends IssueFilters {
  @IsOptional() @IsIn(levelCodes) holderLevel?: string;
  /** `overdue`: only those past their date; `unanswered`: only those to which nobody has given an answer. */
  @IsOptional() @IsIn(['overdue', 'unanswered']) show?: 'overdue' | 'unanswered';
}

/** What the base raised and nobody has settled yet, oldest first; work of today, by today's tree. */
export const unresolvedRecommendationsQuery = viewQuery({
  name: 'unresolved-recommendations',
  summary: { vi: 'Kiến nghị chưa được giải quyết', en: 'Unresolved recommendations' },
  parameters: UnresolvedRecommendationsParameters,
  columns: issueColumns,
  key: ['raisedOn', 'issueId'],
  totals: {
    open: sql`count(*)::integer`,
    unanswered: sql`(count(*) FILTER (WHERE NOT is_answered))::integer`,
    overdue: sql`(count(*) FILTER (WHERE is_overdue))::integer`,
    waiting: sql`(count(*) FILTER (WHERE status = 'waiting'))::integer`,
    escalated: sql`(count(*) FILTER (WHERE escalations > 0))::integer`,
    oldestDays: sql`max(age_days)`,
  },
  rows: (parameters, { today }) => {
    const { holderLevel, show, unitId } = parameters;
    const condition = sql`${isOpenSql}
       ${unitId ? sql`AND ${isBelow(unitId)}` : empty}
       ${holderLevel ? sql`AND i.holder_level = ${holderLevel}` : empty}
       ${show === 'overdue' ? sql`AND ${isOverdueSql(today)}` : empty}
       ${show === 'unanswered' ? sql`AND NOT ${isAnsweredSql}` : empty}`;
    return issueRows(parameters, condition, today);
  },
});

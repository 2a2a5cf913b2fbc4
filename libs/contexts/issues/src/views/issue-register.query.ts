import { wasBelow } from '#contexts/org-units/contracts';
import type { LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { issueStatuses } from '../issue/issue.js';
import { issueColumns, IssueFilters, issueRows } from './issue-rows.js';

class IssueRegisterParameters extends IssueFilters {
  @IsOptional() @IsUUID() issueId?: string;
  @IsOptional() @IsIn(issueStatuses) status?: string;
  /** Raised from this day. */
  @IsOptional() @IsDay() from?: LocalDate;
  /** Raised until this day. */
  @IsOptional() @IsDay() to?: LocalDate;
}

/** Every issue, resolved or not; `unitId` finds it where it was raised, by the tree of that day. */
export const issueRegisterQuery = viewQuery({
  name: 'issue-register',
  summary: { vi: 'Sổ theo dõi kiến nghị', en: 'Register of issues' },
  parameters: IssueRegisterParameters,
  columns: issueColumns,
  key: ['raisedOn', 'issueId'],
  totals: {
    issues: sql`count(*)::integer`,
    resolved: sql`(count(*) FILTER (WHERE status IN ('resolved', 'confirmed')))::integer`,
    open: sql`(count(*) FILTER (WHERE is_open))::integer`,
    refused: sql`(count(*) FILTER (WHERE status = 'refused'))::integer`,
    overdue: sql`(count(*) FILTER (WHERE is_overdue))::integer`,
  },
  rows: (parameters, { today }) => {
    const { issueId, unitId, status, from, to } = parameters;
    const condition = sql`true
       ${issueId ? sql`AND i.issue_id = ${issueId}` : empty}
       ${unitId ? sql`AND ${wasBelow(unitId, sql`i.unit_id`, sql`i.raised_on`)}` : empty}
       ${status ? sql`AND i.status = ${status}` : empty}
       ${from ? sql`AND i.raised_on >= ${from}` : empty}
       ${to ? sql`AND i.raised_on <= ${to}` : empty}`;
    return issueRows(parameters, condition, today);
  },
});

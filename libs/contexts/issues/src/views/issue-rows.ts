import { isBelow } from '#contexts/org-units/contracts';
import type { LocalDate } from '#kernel';
import { empty, sql, type QueryColumn, type Sql } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { issueCategories, issueCategoryCodes, issueKinds } from '../issue/vocabulary.js';

/** Filters of every list of issues. */
export class IssueFilters {
  /** Only issues raised in this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() holderUnitId?: string;
  @IsOptional() @IsUUID() raisedByCadreId?: string;
  @IsOptional() @IsIn(issueKinds) kind?: string;
  @IsOptional() @IsIn(issueCategoryCodes) category?: string;
}

export const issueColumns = {
  issueId: { type: 'uuid', title: { vi: 'Mã kiến nghị', en: 'Issue id' } },
  unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
  unitName: { type: 'text', title: { vi: 'Đơn vị kiến nghị', en: 'Raised in' } },
  kind: { type: 'text', title: { vi: 'Loại', en: 'Kind' } },
  category: { type: 'text', title: { vi: 'Mã lĩnh vực', en: 'Category' } },
  categoryName: { type: 'text', title: { vi: 'Lĩnh vực', en: 'Category in Vietnamese' } },
  title: { type: 'text', title: { vi: 'Nội dung', en: 'Title' } },
  place: { type: 'text', title: { vi: 'Địa điểm', en: 'Place' } },
  status: { type: 'text', title: { vi: 'Trạng thái', en: 'Status' } },
  raisedOn: { type: 'date', title: { vi: 'Ngày kiến nghị', en: 'Raised on' } },
  ageDays: { type: 'integer', title: { vi: 'Số ngày', en: 'Age in days' } },
  firstSentToId: { type: 'uuid', title: { vi: 'Mã nơi gửi đầu tiên', en: 'First sent to, id' } },
  firstSentToName: { type: 'text', title: { vi: 'Nơi gửi đầu tiên', en: 'First sent to' } },
  holderUnitId: { type: 'uuid', title: { vi: 'Mã nơi đang xử lý', en: 'Holder id' } },
  holderName: { type: 'text', title: { vi: 'Nơi đang xử lý', en: 'Holder' } },
  holderLevel: { type: 'text', title: { vi: 'Cấp đang xử lý', en: "Holder's level" } },
  dueFor: { type: 'text', title: { vi: 'Hạn của việc', en: 'Due for' } },
  dueOn: { type: 'date', title: { vi: 'Hạn', en: 'Due on' } },
  isOverdue: { type: 'boolean', title: { vi: 'Quá hạn', en: 'Overdue' } },
  escalations: { type: 'integer', title: { vi: 'Số lần chuyển', en: 'Escalations' } },
  reopenings: { type: 'integer', title: { vi: 'Số lần mở lại', en: 'Reopenings' } },
  acceptedOn: { type: 'date', title: { vi: 'Ngày tiếp nhận', en: 'Accepted on' } },
  answeredOn: { type: 'date', title: { vi: 'Ngày trả lời', en: 'Answered on' } },
  resolvedOn: { type: 'date', title: { vi: 'Ngày giải quyết xong', en: 'Resolved on' } },
  answer: { type: 'text', title: { vi: 'Nội dung trả lời', en: 'Answer' } },
  raisedByCadreId: { type: 'uuid', title: { vi: 'Mã cán bộ phản ánh', en: 'Raised by' } },
  meetingId: { type: 'uuid', title: { vi: 'Mã cuộc họp', en: 'Meeting id' } },
} as const satisfies Readonly<Record<string, QueryColumn>>;

const categoryNames = JSON.stringify(Object.fromEntries(issueCategories.map(({ code, vi }) => [code, vi])));

/**
 * Issues as `issueColumns`, under a condition on `i` (issue_register). Age counts to the day of resolution, or today;
 * only what is not resolved can be overdue. `seenFrom` is the column by which readers are told apart.
 */
export const issueRows = (
  { unitId, holderUnitId, raisedByCadreId, kind, category }: IssueFilters,
  condition: Sql,
  today: LocalDate,
  seenFrom: Sql = sql`i.unit_id`,
): Sql => sql`
    SELECT i.issue_id, ${seenFrom} AS unit_id, u.name AS unit_name, i.kind, i.category,
           ${categoryNames}::jsonb ->> i.category AS category_name, i.title, i.place, i.status, i.raised_on,
           coalesce(i.resolved_on, ${today}::date) - i.raised_on AS age_days,
           i.first_sent_to_id, first.name AS first_sent_to_name,
           i.holder_unit_id, holder.name AS holder_name, i.holder_level, i.due_for, i.due_on,
           i.status <> 'resolved' AND i.due_on < ${today}::date AS is_overdue, i.escalations, i.reopenings,
           i.accepted_on, i.answered_on, i.resolved_on, i.answer, i.raised_by_cadre_id, i.meeting_id
      FROM issue_register i
      JOIN unit_directory u ON u.unit_id = i.unit_id
      LEFT JOIN unit_directory first ON first.unit_id = i.first_sent_to_id
      LEFT JOIN unit_directory holder ON holder.unit_id = i.holder_unit_id
     WHERE ${condition}
       ${unitId ? sql`AND ${isBelow(unitId)}` : empty}
       ${holderUnitId ? sql`AND i.holder_unit_id = ${holderUnitId}` : empty}
       ${raisedByCadreId ? sql`AND i.raised_by_cadre_id = ${raisedByCadreId}` : empty}
       ${kind ? sql`AND i.kind = ${kind}` : empty}
       ${category ? sql`AND i.category = ${category}` : empty}`;

import { rootUnitId, type LocalDate } from '#kernel';
import { empty, join, sql, type QueryColumn, type Sql } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { openStatuses } from '../issue/issue.js';
import { issueCategories, issueCategoryCodes, issueKinds, issueSources } from '../issue/vocabulary.js';
import { dueForWords, kindWords, levelWords, refusalWords, sourceWords, statusWords, waitWords } from './words.js';

/** Filters of every list of issues. */
export class IssueFilters {
  /** Only issues raised in this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() holderUnitId?: string;
  @IsOptional() @IsUUID() raisedByCadreId?: string;
  /** The member of the holder's standing committee who is in charge. */
  @IsOptional() @IsUUID() inChargeCadreId?: string;
  @IsOptional() @IsIn(issueKinds) kind?: string;
  @IsOptional() @IsIn(issueCategoryCodes) category?: string;
  @IsOptional() @IsIn(issueSources) source?: string;
  /** The meeting, visit, report or conference where it came up. */
  @IsOptional() @IsUUID() sourceId?: string;
}

export const issueColumns = {
  issueId: { type: 'uuid', title: { vi: 'Mã kiến nghị', en: 'Issue id' } },
  unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
  unitName: { type: 'text', title: { vi: 'Đơn vị kiến nghị', en: 'Raised in' } },
  kind: { type: 'text', title: { vi: 'Loại', en: 'Kind' }, words: kindWords },
  category: { type: 'text', title: { vi: 'Mã lĩnh vực', en: 'Category' } },
  categoryName: { type: 'text', title: { vi: 'Lĩnh vực', en: 'Category in Vietnamese' } },
  title: { type: 'text', title: { vi: 'Nội dung', en: 'Title' } },
  place: { type: 'text', title: { vi: 'Địa điểm', en: 'Place' } },
  status: { type: 'text', title: { vi: 'Trạng thái', en: 'Status' }, words: statusWords },
  raisedOn: { type: 'date', title: { vi: 'Ngày kiến nghị', en: 'Raised on' } },
  ageDays: { type: 'integer', title: { vi: 'Số ngày', en: 'Age in days' } },
  firstSentToId: { type: 'uuid', title: { vi: 'Mã nơi gửi đầu tiên', en: 'First sent to, id' } },
  firstSentToName: { type: 'text', title: { vi: 'Nơi gửi đầu tiên', en: 'First sent to' } },
  holderUnitId: { type: 'uuid', title: { vi: 'Mã nơi đang xử lý', en: 'Holder id' } },
  holderName: { type: 'text', title: { vi: 'Nơi đang xử lý', en: 'Holder' } },
  holderLevel: { type: 'text', title: { vi: 'Cấp đang xử lý', en: "Holder's level" }, words: levelWords },
  heldSince: { type: 'date', title: { vi: 'Ở nơi đang xử lý từ ngày', en: 'With the holder since' } },
  heldDays: { type: 'integer', title: { vi: 'Số ngày ở nơi đang xử lý', en: 'Days with the holder' } },
  isAnswered: { type: 'boolean', title: { vi: 'Đã trả lời', en: 'Answered' } },
  dueFor: { type: 'text', title: { vi: 'Hạn của việc', en: 'Due for' }, words: dueForWords },
  dueOn: { type: 'date', title: { vi: 'Hạn', en: 'Due on' } },
  isOpen: { type: 'boolean', title: { vi: 'Chưa kết thúc', en: 'Open' } },
  isOverdue: { type: 'boolean', title: { vi: 'Quá hạn', en: 'Overdue' } },
  isNearDue: { type: 'boolean', title: { vi: 'Sắp đến hạn', en: 'Near due' } },
  missedDeadlines: { type: 'integer', title: { vi: 'Số lần quá hạn', en: 'Deadlines missed' } },
  waitingSince: { type: 'date', title: { vi: 'Tạm dừng từ ngày', en: 'Waiting since' } },
  waitsFor: { type: 'text', title: { vi: 'Chờ', en: 'Waits for' }, words: waitWords },
  escalations: { type: 'integer', title: { vi: 'Số lần chuyển', en: 'Escalations' } },
  returns: { type: 'integer', title: { vi: 'Số lần trả lại', en: 'Returns' } },
  extensions: { type: 'integer', title: { vi: 'Số lần gia hạn', en: 'Extensions' } },
  reopenings: { type: 'integer', title: { vi: 'Số lần mở lại', en: 'Reopenings' } },
  acceptedOn: { type: 'date', title: { vi: 'Ngày tiếp nhận', en: 'Accepted on' } },
  answeredOn: { type: 'date', title: { vi: 'Ngày trả lời', en: 'Answered on' } },
  resolvedOn: { type: 'date', title: { vi: 'Ngày giải quyết xong', en: 'Resolved on' } },
  confirmedOn: { type: 'date', title: { vi: 'Ngày xác nhận', en: 'Confirmed on' } },
  endedOn: { type: 'date', title: { vi: 'Ngày kết thúc', en: 'Ended on' } },
  refusalCause: { type: 'text', title: { vi: 'Lý do từ chối', en: 'Cause of refusal' }, words: refusalWords },
  answer: { type: 'text', title: { vi: 'Nội dung trả lời', en: 'Answer' } },
  raisedByCadreId: { type: 'uuid', title: { vi: 'Mã cán bộ phản ánh', en: 'Raised by, id' } },
  raisedByName: { type: 'text', title: { vi: 'Cán bộ phản ánh', en: 'Raised by' } },
  inChargeCadreId: { type: 'uuid', title: { vi: 'Mã ủy viên phụ trách', en: 'Member in charge, id' } },
  inChargeName: { type: 'text', title: { vi: 'Ủy viên phụ trách', en: 'Member in charge' } },
  source: { type: 'text', title: { vi: 'Nguồn', en: 'Source' }, words: sourceWords },
  sourceId: { type: 'uuid', title: { vi: 'Mã nguồn', en: 'Source id' } },
  meetingId: { type: 'uuid', title: { vi: 'Mã cuộc họp', en: 'Meeting id' } },
  splitFromIssueId: { type: 'uuid', title: { vi: 'Tách từ kiến nghị', en: 'Split from' } },
  mergedIntoIssueId: { type: 'uuid', title: { vi: 'Gộp vào kiến nghị', en: 'Merged into' } },
} as const satisfies Readonly<Record<string, QueryColumn>>;

const categoryNames = JSON.stringify(Object.fromEntries(issueCategories.map(({ code, vi }) => [code, vi])));

/** The centre has no row among the units. */
export const holderNameSql = (id: Sql, name: Sql): Sql =>
  sql`CASE WHEN ${id} = ${rootUnitId}::uuid THEN 'Trung ương' ELSE ${name} END`;
/** Of `i` (issue_register). */
export const isOpenSql: Sql = sql`i.status IN (${join(openStatuses)})`;
/** The answer of before a reopening, or of a holder before this one, is none. */
export const isAnsweredSql: Sql = sql`i.status IN ('answered', 'resolved', 'confirmed')`;
/** While it waits for something, the clock stands. */
const isRunningSql: Sql = sql`i.status IN (${join(openStatuses.filter((status) => status !== 'waiting'))})`;
export const isOverdueSql = (today: LocalDate): Sql => sql`(${isRunningSql} AND i.due_on < ${today}::date)`;
export const isNearDueSql = (today: LocalDate): Sql =>
  sql`(${isRunningSql} AND i.due_on >= ${today}::date AND i.remind_on IS NOT NULL AND i.remind_on <= ${today}::date)`;

/**
 * Issues as `issueColumns`, under a condition on `i` (issue_register), which says too of which day's tree the filter
 * `unitId` is asked: of today's where work is to be done, of the day when it was raised in a register. Age counts to the
 * day of resolution or end, or today; only what is open and does not wait can be overdue. `seenFrom` is the column by
 * which readers are told apart.
 */
export const issueRows = (
  { holderUnitId, raisedByCadreId, inChargeCadreId, kind, category, source, sourceId }: IssueFilters,
  condition: Sql,
  today: LocalDate,
  seenFrom: Sql = sql`i.unit_id`,
): Sql => sql`
    SELECT i.issue_id, ${seenFrom} AS unit_id, u.name AS unit_name, i.kind, i.category,
           ${categoryNames}::jsonb ->> i.category AS category_name, i.title, i.place, i.status, i.raised_on,
           coalesce(i.resolved_on, i.ended_on, ${today}::date) - i.raised_on AS age_days,
           i.first_sent_to_id, ${holderNameSql(sql`i.first_sent_to_id`, sql`first.name`)} AS first_sent_to_name,
           i.holder_unit_id, ${holderNameSql(sql`i.holder_unit_id`, sql`holder.name`)} AS holder_name, i.holder_level, i.held_since,
           coalesce(i.resolved_on, i.ended_on, ${today}::date) - i.held_since AS held_days,
           ${isAnsweredSql} AS is_answered, i.in_charge_cadre_id, in_charge.full_name AS in_charge_name, i.due_for, i.due_on,
           ${isOpenSql} AS is_open, ${isOverdueSql(today)} AS is_overdue, ${isNearDueSql(today)} AS is_near_due,
           i.missed_deadlines, i.waiting_since, i.waits_for, i.escalations, i.returns, i.extensions, i.reopenings,
           i.accepted_on, i.answered_on, i.resolved_on, i.confirmed_on, i.ended_on, i.refusal_cause, i.answer,
           i.raised_by_cadre_id, raiser.full_name AS raised_by_name, i.source, i.source_id, i.meeting_id, i.split_from_issue_id, i.merged_into_issue_id
      FROM issue_register i
      JOIN unit_directory u ON u.unit_id = i.unit_id
      LEFT JOIN unit_directory first ON first.unit_id = i.first_sent_to_id
      LEFT JOIN unit_directory holder ON holder.unit_id = i.holder_unit_id
      LEFT JOIN cadre_directory raiser ON raiser.cadre_id = i.raised_by_cadre_id
      LEFT JOIN cadre_directory in_charge ON in_charge.cadre_id = i.in_charge_cadre_id
     WHERE ${condition}
       ${holderUnitId ? sql`AND i.holder_unit_id = ${holderUnitId}` : empty}
       ${raisedByCadreId ? sql`AND i.raised_by_cadre_id = ${raisedByCadreId}` : empty}
       ${inChargeCadreId ? sql`AND i.in_charge_cadre_id = ${inChargeCadreId}` : empty}
       ${kind ? sql`AND i.kind = ${kind}` : empty}
       ${category ? sql`AND i.category = ${category}` : empty}
       ${source ? sql`AND i.source = ${source}` : empty}
       ${sourceId ? sql`AND i.source_id = ${sourceId}` : empty}`;

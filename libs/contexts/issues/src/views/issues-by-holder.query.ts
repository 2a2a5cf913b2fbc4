import { isBelow, levelCodes } from '#contexts/org-units/contracts';
import { rootUnitId } from '#kernel';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { holderNameSql, isAnsweredSql, isOpenSql, isOverdueSql } from './issue-rows.js';
import { levelWords } from './words.js';

class IssuesByHolderParameters {
  /** Only what was raised in this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  /** Level of the units of the rows; left out: every one. */
  @IsOptional() @IsIn(levelCodes) level?: string;
  @IsOptional() @IsUUID() holderUnitId?: string;
}

/**
 * At whose desk the recommendations of the base lie: one row per unit and holder, counting what is open of what was
 * raised in the unit and below it, by today's tree. Rows of units within each other overlap and are not to be added.
 */
export const issuesByHolderQuery = viewQuery({
  name: 'issues-by-holder',
  summary: { vi: 'Kiến nghị chưa giải quyết theo nơi đang xử lý', en: 'Unresolved issues by holder' },
  parameters: IssuesByHolderParameters,
  columns: {
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị kiến nghị', en: 'Raised in' } },
    holderUnitId: { type: 'uuid', title: { vi: 'Mã nơi đang xử lý', en: 'Holder id' } },
    holderName: { type: 'text', title: { vi: 'Nơi đang xử lý', en: 'Holder' } },
    holderLevel: { type: 'text', title: { vi: 'Cấp đang xử lý', en: "Holder's level" }, words: levelWords },
    open: { type: 'integer', title: { vi: 'Chưa giải quyết', en: 'Open' } },
    unanswered: { type: 'integer', title: { vi: 'Chưa trả lời', en: 'Unanswered' } },
    notAccepted: { type: 'integer', title: { vi: 'Chưa tiếp nhận', en: 'Not accepted yet' } },
    overdue: { type: 'integer', title: { vi: 'Quá hạn', en: 'Overdue' } },
    waiting: { type: 'integer', title: { vi: 'Tạm dừng chờ', en: 'Waiting' } },
    oldestHeldSince: {
      type: 'date',
      title: { vi: 'Ở nơi đang xử lý lâu nhất từ ngày', en: 'Longest with the holder since' },
    },
    oldestRaisedOn: { type: 'date', title: { vi: 'Kiến nghị lâu nhất từ ngày', en: 'Oldest raised on' } },
  },
  key: ['unitId', 'holderUnitId'],
  rows: ({ unitId, level, holderUnitId }, { today }) => sql`
    WITH own AS MATERIALIZED (
      SELECT i.unit_id, u.path, i.holder_unit_id, max(i.holder_level) AS holder_level,
             count(*) AS open,
             count(*) FILTER (WHERE NOT ${isAnsweredSql}) AS unanswered,
             count(*) FILTER (WHERE i.status IN ('raised', 'escalated', 'returned')) AS not_accepted,
             count(*) FILTER (WHERE ${isOverdueSql(today)}) AS overdue,
             count(*) FILTER (WHERE i.status = 'waiting') AS waiting,
             min(i.held_since) AS oldest_held_since,
             min(i.raised_on) AS oldest_raised_on
        FROM issue_register i
        JOIN unit_directory u USING (unit_id)
       WHERE ${isOpenSql}
         ${unitId ? sql`AND ${isBelow(unitId)}` : empty}
         ${holderUnitId ? sql`AND i.holder_unit_id = ${holderUnitId}` : empty}
       GROUP BY i.unit_id, u.path, i.holder_unit_id
    )
    SELECT c.unit_id, u.name AS unit_name, c.holder_unit_id, ${holderNameSql(sql`c.holder_unit_id`, sql`holder.name`)} AS holder_name, c.holder_level,
           c.open, c.unanswered, c.not_accepted, c.overdue, c.waiting, c.oldest_held_since, c.oldest_raised_on
      FROM (SELECT superior.id::uuid AS unit_id, own.holder_unit_id, max(own.holder_level) AS holder_level,
                   sum(own.open)::integer AS open, sum(own.unanswered)::integer AS unanswered,
                   sum(own.not_accepted)::integer AS not_accepted, sum(own.overdue)::integer AS overdue,
                   sum(own.waiting)::integer AS waiting, min(own.oldest_held_since) AS oldest_held_since,
                   min(own.oldest_raised_on) AS oldest_raised_on
              FROM own
             CROSS JOIN LATERAL unnest(string_to_array(trim(both '/' FROM own.path), '/')) AS superior(id)
             WHERE superior.id <> ${rootUnitId}
             GROUP BY superior.id, own.holder_unit_id) c
      JOIN unit_directory u ON u.unit_id = c.unit_id
      LEFT JOIN unit_directory holder ON holder.unit_id = c.holder_unit_id
     WHERE true
       ${unitId ? sql`AND ${isBelow(unitId)}` : empty}
       ${level ? sql`AND u.level = ${level}` : empty}`,
});

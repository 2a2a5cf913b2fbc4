import { levelCodes, superiorsOn, wasBelow } from '#contexts/org-units/contracts';
import type { LocalDate } from '#kernel';
import { empty, sql, viewQuery } from '#projections';
import { IsDay } from '#platform';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { issueCategories } from '../issue/vocabulary.js';
import { isOpenSql, isOverdueSql } from './issue-rows.js';

class IssuesByCategoryParameters {
  /** Only this unit and those that stood below it, and what was raised while they did. */
  @IsOptional() @IsUUID() unitId?: string;
  /** Level of the units of the rows; left out: every one. */
  @IsOptional() @IsIn(levelCodes) level?: string;
  /** Raised from this day. */
  @IsOptional() @IsDay() from?: LocalDate;
  /** Raised until this day. */
  @IsOptional() @IsDay() to?: LocalDate;
}

const categoryNames = JSON.stringify(Object.fromEntries(issueCategories.map(({ code, vi }) => [code, vi])));

/**
 * Issues by theme: one row per unit and category, counting what was raised in the unit and anywhere below it, by the tree
 * of the day it was raised (rows of units within each other overlap and are not to be added). Duplicates and split wholes are left out: the issue that
 * goes on for them is counted.
 */
export const issuesByCategoryQuery = viewQuery({
  name: 'issues-by-category',
  summary: { vi: 'Kiến nghị theo lĩnh vực', en: 'Issues by category' },
  parameters: IssuesByCategoryParameters,
  columns: {
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    category: { type: 'text', title: { vi: 'Mã lĩnh vực', en: 'Category' } },
    categoryName: { type: 'text', title: { vi: 'Lĩnh vực', en: 'Category in Vietnamese' } },
    issues: { type: 'integer', title: { vi: 'Tổng số', en: 'Issues' } },
    open: { type: 'integer', title: { vi: 'Chưa giải quyết', en: 'Open' } },
    overdue: { type: 'integer', title: { vi: 'Quá hạn', en: 'Overdue' } },
    waiting: { type: 'integer', title: { vi: 'Tạm dừng chờ', en: 'Waiting' } },
    settled: { type: 'integer', title: { vi: 'Đã giải quyết', en: 'Settled' } },
    refused: { type: 'integer', title: { vi: 'Từ chối', en: 'Refused' } },
    withdrawn: { type: 'integer', title: { vi: 'Đã rút', en: 'Withdrawn' } },
  },
  key: ['unitId', 'category'],
  rows: ({ from, level, to, unitId }, { today }) => sql`
    WITH counted AS MATERIALIZED (
      SELECT i.unit_id, i.raised_on, i.category, i.status, i.due_on
        FROM issue_register i
       WHERE i.status NOT IN ('split', 'merged')
         ${from ? sql`AND i.raised_on >= ${from}` : empty}
         ${to ? sql`AND i.raised_on <= ${to}` : empty}
         ${unitId ? sql`AND ${wasBelow(unitId, sql`i.unit_id`, sql`i.raised_on`)}` : empty}
    )
    SELECT u.unit_id, u.name AS unit_name, i.category, ${categoryNames}::jsonb ->> i.category AS category_name,
           count(*)::integer AS issues,
           (count(*) FILTER (WHERE ${isOpenSql}))::integer AS open,
           (count(*) FILTER (WHERE ${isOverdueSql(today)}))::integer AS overdue,
           (count(*) FILTER (WHERE i.status = 'waiting'))::integer AS waiting,
           (count(*) FILTER (WHERE i.status IN ('resolved', 'confirmed')))::integer AS settled,
           (count(*) FILTER (WHERE i.status = 'refused'))::integer AS refused,
           (count(*) FILTER (WHERE i.status = 'withdrawn'))::integer AS withdrawn
      FROM counted i
      JOIN ${superiorsOn(sql`(SELECT unit_id, raised_on AS day FROM counted)`)} AS above
        ON above.unit_id = i.unit_id AND above.day = i.raised_on
      JOIN unit_directory u ON u.unit_id = above.superior_id
     WHERE true
       ${level ? sql`AND u.level = ${level}` : empty}
       ${unitId ? sql`AND ${wasBelow(unitId, sql`u.unit_id`, sql`i.raised_on`)}` : empty}
     GROUP BY u.unit_id, u.name, i.category`,
});

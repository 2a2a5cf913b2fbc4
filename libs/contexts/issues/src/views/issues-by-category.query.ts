import { isBelow, levelCodes } from '#contexts/org-units/contracts';
import type { LocalDate } from '#kernel';
import { empty, sql, viewQuery } from '#projections';
import { IsDay } from '#platform';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { issueCategories } from '../issue/vocabulary.js';
import { isOpenSql, isOverdueSql } from './issue-rows.js';

class IssuesByCategoryParameters {
  /** Only this unit and those below it. */
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
 * Issues by theme: one row per unit and category, counting what was raised in the unit and anywhere below it (rows of
 * units within each other overlap and are not to be added). Duplicates and split wholes are left out: the issue that
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
    SELECT u.unit_id, u.name AS unit_name, i.category, ${categoryNames}::jsonb ->> i.category AS category_name,
           count(*)::integer AS issues,
           (count(*) FILTER (WHERE ${isOpenSql}))::integer AS open,
           (count(*) FILTER (WHERE ${isOverdueSql(today)}))::integer AS overdue,
           (count(*) FILTER (WHERE i.status = 'waiting'))::integer AS waiting,
           (count(*) FILTER (WHERE i.status IN ('resolved', 'confirmed')))::integer AS settled,
           (count(*) FILTER (WHERE i.status = 'refused'))::integer AS refused,
           (count(*) FILTER (WHERE i.status = 'withdrawn'))::integer AS withdrawn
      FROM issue_register i
      JOIN unit_directory raised_in ON raised_in.unit_id = i.unit_id
     CROSS JOIN LATERAL unnest(string_to_array(trim(BOTH '/' FROM raised_in.path), '/')::uuid[]) AS above(unit_id)
      JOIN unit_directory u ON u.unit_id = above.unit_id
     WHERE i.status NOT IN ('split', 'merged')
       ${level ? sql`AND u.level = ${level}` : empty}
       ${from ? sql`AND i.raised_on >= ${from}` : empty}
       ${to ? sql`AND i.raised_on <= ${to}` : empty}
       ${unitId ? sql`AND ${isBelow(unitId)}` : empty}
     GROUP BY u.unit_id, u.name, i.category`,
});

import { levelCodes, superiorsOn, wasBelow, withAbove, withTreeDay } from '#contexts/org-units/contracts';
import { rootUnitId, type LocalDate } from '#kernel';
import { empty, sql, viewQuery, type Sql } from '#projections';
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
 * of the day it was raised (rows of units within each other overlap and are not to be added). Duplicates and split wholes
 * are left out: the issue that goes on for them is counted.
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
  rows: (parameters, { today }) => {
    const { level, unitId } = parameters;
    return sql`
    WITH own AS MATERIALIZED (${ownCounts(parameters, today)}),
    below AS MATERIALIZED (
      SELECT o.above_ids, o.day, o.category, ${sums}
        FROM ${withAbove(sql`own`)} o
       GROUP BY o.above_ids, o.day, o.category
    ), direct AS MATERIALIZED (
      SELECT DISTINCT above_ids, day, unnest(above_ids) AS unit_id FROM below
    ), superior AS (
      SELECT DISTINCT direct.above_ids, day, s.superior_id
        FROM direct
        JOIN ${superiorsOn(sql`(SELECT unit_id, day FROM direct WHERE unit_id <> ${rootUnitId})`)} AS s USING (unit_id, day)
    ), counted AS (
      SELECT o.unit_id, o.day, o.category, ${counts} FROM own o
      UNION ALL
      SELECT s.superior_id, day, o.category, ${counts} FROM below o JOIN superior s USING (above_ids, day)
    )
    SELECT c.unit_id, u.name AS unit_name, c.category, ${categoryNames}::jsonb ->> c.category AS category_name,
           c.issues, c.open, c.overdue, c.waiting, c.settled, c.refused, c.withdrawn
      FROM (SELECT o.unit_id, o.category, ${sums}
              FROM counted o
             WHERE ${unitId ? wasBelow(unitId, sql`o.unit_id`, sql`o.day`) : sql`true`}
             GROUP BY o.unit_id, o.category) c
      JOIN unit_directory u ON u.unit_id = c.unit_id
     WHERE ${level ? sql`u.level = ${level}` : sql`true`}`;
  },
});

const counts = sql`o.issues, o.open, o.overdue, o.waiting, o.settled, o.refused, o.withdrawn`;
const sums = sql`sum(o.issues)::integer AS issues, sum(o.open)::integer AS open, sum(o.overdue)::integer AS overdue,
             sum(o.waiting)::integer AS waiting, sum(o.settled)::integer AS settled, sum(o.refused)::integer AS refused,
             sum(o.withdrawn)::integer AS withdrawn`;

/**
 * Of each unit alone: unit_id, day (one of those on which the tree was as when they were raised), category and counts.
 * Counts of units that stood below the same are added before they are rolled up: 300,000 issues of 100,000 cells would
 * else be 1.3 million rows.
 */
const ownCounts = ({ from, to, unitId }: IssuesByCategoryParameters, today: LocalDate): Sql => sql`
      SELECT i.unit_id, i.tree_day AS day, i.category,
             count(*) AS issues,
             count(*) FILTER (WHERE ${isOpenSql}) AS open,
             count(*) FILTER (WHERE ${isOverdueSql(today)}) AS overdue,
             count(*) FILTER (WHERE i.status = 'waiting') AS waiting,
             count(*) FILTER (WHERE i.status IN ('resolved', 'confirmed')) AS settled,
             count(*) FILTER (WHERE i.status = 'refused') AS refused,
             count(*) FILTER (WHERE i.status = 'withdrawn') AS withdrawn
        FROM ${withTreeDay(sql`(
          SELECT i.unit_id, i.raised_on AS day, i.category, i.status, i.due_on
            FROM issue_register i
           WHERE i.status NOT IN ('split', 'merged')
             ${from ? sql`AND i.raised_on >= ${from}` : empty}
             ${to ? sql`AND i.raised_on <= ${to}` : empty}
             ${unitId ? sql`AND ${wasBelow(unitId, sql`i.unit_id`, sql`i.raised_on`)}` : empty})`)} AS i
       GROUP BY i.unit_id, i.tree_day, i.category`;

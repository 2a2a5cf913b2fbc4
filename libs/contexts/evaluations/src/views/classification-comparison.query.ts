import { everBelow, wasBelow } from '#contexts/org-units/contracts';
import { empty, sql, viewQuery, type QueryColumn } from '#projections';
import { IsOptional, IsUUID, Matches } from 'class-validator';
import { gradedBelow, yearBefore } from './distribution-sql.js';

export class ClassificationComparisonParameters {
  /** Only this superior and those that stood below it on the last day of the year. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @Matches(/^(19|20)\d{2}$/, { message: '$property must be a year' }) period?: string;
}

const count = (vi: string, en: string): QueryColumn => ({ type: 'integer', title: { vi, en } });
const share = (vi: string, en: string): QueryColumn => ({ type: 'numeric', title: { vi, en } });

/**
 * Each superior's grades of a year beside those of the year before, each by the tree of its own last day; shares are of
 * the units graded, one decimal.
 */
export const classificationComparisonQuery = viewQuery({
  name: 'classification-comparison',
  summary: { vi: 'So sánh xếp loại với năm trước', en: 'Grades of a year beside the year before' },
  parameters: ClassificationComparisonParameters,
  columns: {
    period: { type: 'text', title: { vi: 'Năm', en: 'Year' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị cấp trên', en: 'Superior unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị cấp trên', en: 'Superior unit' } },
    level: { type: 'text', title: { vi: 'Cấp được xếp loại', en: 'Level graded' } },
    graded: count('Đã xếp loại', 'Graded'),
    gradedBefore: count('Đã xếp loại năm trước', 'Graded the year before'),
    excellent: count('Hoàn thành xuất sắc', 'Excellent'),
    excellentBefore: count('Xuất sắc năm trước', 'Excellent the year before'),
    excellentShare: share('Tỷ lệ xuất sắc (%)', 'Excellent (%)'),
    excellentShareBefore: share('Tỷ lệ xuất sắc năm trước (%)', 'Excellent the year before (%)'),
    good: count('Hoàn thành tốt', 'Good'),
    goodBefore: count('Tốt năm trước', 'Good the year before'),
    completed: count('Hoàn thành', 'Completed'),
    completedBefore: count('Hoàn thành năm trước', 'Completed the year before'),
    failed: count('Không hoàn thành', 'Failed'),
    failedBefore: count('Không hoàn thành năm trước', 'Failed the year before'),
    /** Units of this superior with a better grade than the year before, and with a worse one. */
    better: count('Số đơn vị tăng mức', 'Units with a better grade'),
    worse: count('Số đơn vị giảm mức', 'Units with a worse grade'),
  },
  key: ['period', 'unitId', 'level'],
  rows: ({ unitId, period }) => sql`
    WITH graded AS (
      SELECT *, excellent + good + completed + failed AS graded
        FROM ${gradedBelow({
          periods: period === undefined ? undefined : [period, String(Number(period) - 1)],
          // In the year before, the superior may have stood elsewhere.
          superiors: unitId === undefined ? undefined : (unit) => everBelow(unitId, unit),
        })} AS g
       WHERE evaluated > 0 AND period ~ '^[0-9]{4}$'
    )
    SELECT now.period, now.unit_id, u.name AS unit_name, now.level,
           now.graded::integer, coalesce(before.graded, 0)::integer AS graded_before,
           now.excellent::integer, coalesce(before.excellent, 0)::integer AS excellent_before,
           round(100.0 * now.excellent / nullif(now.graded, 0), 1) AS excellent_share,
           round(100.0 * before.excellent / nullif(before.graded, 0), 1) AS excellent_share_before,
           now.good::integer, coalesce(before.good, 0)::integer AS good_before,
           now.completed::integer, coalesce(before.completed, 0)::integer AS completed_before,
           now.failed::integer, coalesce(before.failed, 0)::integer AS failed_before,
           now.better::integer, now.worse::integer
      FROM graded now
      JOIN unit_directory u USING (unit_id)
      LEFT JOIN graded before
        ON before.unit_id = now.unit_id AND before.level = now.level AND before.period = ${yearBefore(sql`now.period`)}
     WHERE true
       ${period ? sql`AND now.period = ${period}` : empty}
       ${unitId ? sql`AND ${wasBelow(unitId, sql`now.unit_id`, sql`now.period_ends`)}` : empty}`,
});

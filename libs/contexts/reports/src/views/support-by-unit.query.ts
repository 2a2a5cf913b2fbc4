import { levelCodes, superiorsOn, wasBelow } from '#contexts/org-units/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';

export class SupportByUnitParameters {
  /** Only this unit and those that stood below it, and what was raised while they did. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @Matches(/^\d{4}$/, { message: '$property must be a year, YYYY' }) year?: string;
  @IsOptional() @IsIn(levelCodes) level?: string;
}

/**
 * Support by unit and year, rolled up: a unit's row counts what was raised for it and for everything that stood below
 * it on the day of the support. A unit that moved within a year has its part of the year in each superior, and asked
 * beneath one of them (`unitId`) shows that part. Rows of units within each other overlap and are not to be added, so
 * there are no totals; ask for one level, or take the row of the unit on top.
 */
export const supportByUnitQuery = viewQuery({
  name: 'support-by-unit',
  summary: { vi: 'Nguồn hỗ trợ theo đơn vị và năm', en: 'Support raised by unit and year' },
  parameters: SupportByUnitParameters,
  columns: {
    year: { type: 'text', title: { vi: 'Năm', en: 'Year' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    level: { type: 'text', title: { vi: 'Cấp', en: 'Level' } },
    times: { type: 'integer', title: { vi: 'Số lần', en: 'Times' } },
    units: { type: 'integer', title: { vi: 'Số đơn vị được hỗ trợ', en: 'Units supported' } },
    amountVnd: { type: 'numeric', title: { vi: 'Tổng số tiền (đồng)', en: 'Amount (VND)' } },
    roadsVnd: { type: 'numeric', title: { vi: 'Đường và cầu (đồng)', en: 'Roads and bridges (VND)' } },
    housingVnd: { type: 'numeric', title: { vi: 'Nhà ở (đồng)', en: 'Housing (VND)' } },
    livelihoodVnd: { type: 'numeric', title: { vi: 'Sinh kế (đồng)', en: 'Livelihood (VND)' } },
    otherVnd: { type: 'numeric', title: { vi: 'Việc khác (đồng)', en: 'Other (VND)' } },
  },
  key: ['year', 'unitId'],
  rows: ({ unitId, year, level }) => sql`
    WITH counted AS MATERIALIZED (
      SELECT s.unit_id, s.raised_on, s.kind, s.amount_vnd
        FROM support_register s
       WHERE true
         ${year ? sql`AND s.raised_on BETWEEN ${`${year}-01-01`}::date AND ${`${year}-12-31`}::date` : empty}
         ${unitId ? sql`AND ${wasBelow(unitId, sql`s.unit_id`, sql`s.raised_on`)}` : empty}
    )
    SELECT r.year, r.unit_id, u.name AS unit_name, u.level, r.times::integer AS times, r.units::integer AS units,
           r.amount_vnd, r.roads_vnd, r.housing_vnd, r.livelihood_vnd,
           r.amount_vnd - r.roads_vnd - r.housing_vnd - r.livelihood_vnd AS other_vnd
      FROM (
        SELECT to_char(s.raised_on, 'YYYY') AS year, above.superior_id AS unit_id, count(*) AS times,
               count(DISTINCT s.unit_id) AS units, sum(s.amount_vnd) AS amount_vnd,
               coalesce(sum(s.amount_vnd) FILTER (WHERE s.kind IN ('rural-road', 'bridge')), 0) AS roads_vnd,
               coalesce(sum(s.amount_vnd) FILTER (WHERE s.kind = 'housing'), 0) AS housing_vnd,
               coalesce(sum(s.amount_vnd) FILTER (WHERE s.kind = 'livelihood'), 0) AS livelihood_vnd
          FROM counted s
          JOIN ${superiorsOn(sql`(SELECT unit_id, raised_on AS day FROM counted)`)} AS above
            ON above.unit_id = s.unit_id AND above.day = s.raised_on
         WHERE true ${unitId ? sql`AND ${wasBelow(unitId, sql`above.superior_id`, sql`s.raised_on`)}` : empty}
         GROUP BY 1, 2) r
      JOIN unit_directory u USING (unit_id)
     WHERE true ${level ? sql`AND u.level = ${level}` : empty}`,
});

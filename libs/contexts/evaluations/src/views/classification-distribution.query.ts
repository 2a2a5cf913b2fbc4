import { isBelow } from '#contexts/org-units/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsPeriod } from '../evaluation/period.js';
import { evaluationPacks } from '../rule-packs/evaluation-packs.js';

const packNames = evaluationPacks.map(({ name }) => name);

export class ClassificationDistributionParameters {
  /** Only this superior and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsPeriod() period?: string;
  /** Pack whose cap on `excellent` is applied; left out: the one in force at the end of each period. */
  @IsOptional() @IsIn(packNames) capPack?: string;
}

/** What the query needs of each pack, as rows. */
const caps = evaluationPacks.map(({ name, validFrom, validTo, excellentCap }) => ({
  name,
  valid_from: validFrom,
  valid_to: validTo,
  percent: excellentCap?.percent ?? null,
  base: excellentCap?.of ?? null,
}));

/**
 * How each superior's units were graded: one row per superior, period and level of the units graded, counting every
 * unit of that level anywhere below (so a district has a row for its communes and one for all their cells; rows of
 * superiors within each other overlap and are not to be added). `undecided`: units that existed in the period and have
 * no grade yet. More `excellent` than the pack's cap allows is a finding to look at; nothing is refused for it.
 */
export const classificationDistributionQuery = viewQuery({
  name: 'classification-distribution',
  summary: { vi: 'Cơ cấu xếp loại theo cấp trên', en: 'Distribution of grades per superior unit' },
  parameters: ClassificationDistributionParameters,
  columns: {
    period: { type: 'text', title: { vi: 'Kỳ', en: 'Period' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị cấp trên', en: 'Superior unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị cấp trên', en: 'Superior unit' } },
    level: { type: 'text', title: { vi: 'Cấp được xếp loại', en: 'Level graded' } },
    units: { type: 'integer', title: { vi: 'Số đơn vị', en: 'Units' } },
    excellent: { type: 'integer', title: { vi: 'Hoàn thành xuất sắc', en: 'Excellent' } },
    good: { type: 'integer', title: { vi: 'Hoàn thành tốt', en: 'Good' } },
    completed: { type: 'integer', title: { vi: 'Hoàn thành', en: 'Completed' } },
    failed: { type: 'integer', title: { vi: 'Không hoàn thành', en: 'Failed' } },
    undecided: { type: 'integer', title: { vi: 'Chưa xếp loại', en: 'Undecided' } },
    capPack: { type: 'text', title: { vi: 'Giới hạn theo quy định', en: 'Pack of the cap' } },
    capPercent: { type: 'numeric', title: { vi: 'Giới hạn (%)', en: 'Cap (%)' } },
    excellentAllowed: { type: 'integer', title: { vi: 'Số xuất sắc tối đa', en: 'Excellent allowed' } },
    excellentOver: { type: 'integer', title: { vi: 'Số xuất sắc vượt', en: 'Excellent above the cap' } },
    finding: { type: 'text', title: { vi: 'Phát hiện', en: 'Finding' } },
  },
  key: ['period', 'unitId', 'level'],
  rows: ({ unitId, period, capPack }) => sql`
    WITH cap AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(caps)}::jsonb)
                 AS c(name text, valid_from date, valid_to date, percent numeric, base text[])
    ), span AS (
      SELECT DISTINCT e.period, e.period_begins, e.period_ends, u.level
        FROM cell_classifications e
        JOIN unit_directory u USING (unit_id)
       ${period ? sql`WHERE e.period = ${period}` : empty}
    ), graded AS (
      SELECT span.period, span.period_ends, superior.unit_id, span.level,
             count(*) AS units,
             count(e.unit_id) AS evaluated,
             count(*) FILTER (WHERE e.grade = 'excellent') AS excellent,
             count(*) FILTER (WHERE e.grade = 'good') AS good,
             count(*) FILTER (WHERE e.grade = 'completed') AS completed,
             count(*) FILTER (WHERE e.grade = 'failed') AS failed,
             count(*) FILTER (WHERE e.grade IS NULL) AS undecided
        FROM span
        JOIN unit_directory u ON u.level = span.level
         AND u.opened_on <= span.period_ends
         AND (u.closed_on IS NULL OR u.closed_on >= span.period_begins)
       CROSS JOIN LATERAL unnest(string_to_array(trim(BOTH '/' FROM u.path), '/')::uuid[]) AS superior(unit_id)
        LEFT JOIN cell_classifications e ON e.unit_id = u.unit_id AND e.period = span.period
       WHERE superior.unit_id <> u.unit_id
       GROUP BY span.period, span.period_ends, superior.unit_id, span.level
    )
    SELECT g.period, g.unit_id, u.name AS unit_name, g.level,
           g.units::integer, g.excellent::integer, g.good::integer, g.completed::integer, g.failed::integer,
           g.undecided::integer,
           cap.name AS cap_pack, cap.percent AS cap_percent,
           allowed.excellent::integer AS excellent_allowed,
           CASE WHEN g.excellent > allowed.excellent THEN g.excellent - allowed.excellent
                WHEN g.excellent <= allowed.excellent THEN 0 END::integer AS excellent_over,
           CASE WHEN g.excellent > allowed.excellent THEN 'excellent-above-cap' END AS finding
      FROM graded g
      JOIN unit_directory u USING (unit_id)
      LEFT JOIN cap ON ${
        capPack
          ? sql`cap.name = ${capPack}`
          : sql`cap.valid_from <= g.period_ends AND (cap.valid_to IS NULL OR g.period_ends <= cap.valid_to)`
      }
     CROSS JOIN LATERAL (
       SELECT floor(cap.percent * (
                CASE WHEN 'excellent' = ANY (cap.base) THEN g.excellent ELSE 0 END
              + CASE WHEN 'good' = ANY (cap.base) THEN g.good ELSE 0 END
              + CASE WHEN 'completed' = ANY (cap.base) THEN g.completed ELSE 0 END
              + CASE WHEN 'failed' = ANY (cap.base) THEN g.failed ELSE 0 END) / 100) AS excellent
     ) AS allowed
     WHERE g.evaluated > 0
       ${unitId ? sql`AND ${isBelow(unitId)}` : empty}`,
});

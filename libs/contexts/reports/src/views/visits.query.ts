import { wasBelow } from '#contexts/org-units/contracts';
import type { LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { visitPurposes, visitPurposeWords, type VisitPurpose } from '../visit/visit.js';

export class VisitsParameters {
  /** Only visits to this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() cadreId?: string;
  @IsOptional() @IsIn(visitPurposes) purpose?: VisitPurpose;
  @IsOptional() @IsDay() from?: LocalDate;
  @IsOptional() @IsDay() to?: LocalDate;
}

export const visitsQuery = viewQuery({
  name: 'visits',
  summary: { vi: 'Cán bộ xuống cơ sở', en: "Cadres' visits to the units followed" },
  parameters: VisitsParameters,
  columns: {
    visitedOn: { type: 'date', title: { vi: 'Ngày', en: 'Date' } },
    visitId: { type: 'uuid', title: { vi: 'Mã lần xuống cơ sở', en: 'Visit id' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    cadreId: { type: 'uuid', title: { vi: 'Mã cán bộ', en: 'Cadre id' } },
    cadreName: { type: 'text', title: { vi: 'Cán bộ', en: 'Cadre' } },
    purpose: { type: 'text', title: { vi: 'Loại việc', en: 'Purpose' }, words: visitPurposeWords },
    forWhat: { type: 'text', title: { vi: 'Nội dung', en: 'For what' } },
    findings: { type: 'text', title: { vi: 'Kết quả', en: 'Findings' } },
    households: { type: 'integer', title: { vi: 'Số hộ', en: 'Households' } },
  },
  key: ['visitedOn', 'visitId'],
  totals: {
    visits: sql`count(*)`,
    units: sql`count(DISTINCT unit_id)`,
    cadres: sql`count(DISTINCT cadre_id)`,
    households: sql`coalesce(sum(households), 0)`,
  },
  rows: ({ unitId, cadreId, purpose, from, to }) => sql`
    SELECT v.visited_on, v.visit_id, v.unit_id, u.name AS unit_name, v.cadre_id, c.full_name AS cadre_name,
           v.purpose, v.for_what, v.findings, v.households
      FROM visit_register v
      JOIN unit_directory u USING (unit_id)
      LEFT JOIN cadre_directory c USING (cadre_id)
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`v.unit_id`, sql`v.visited_on`)}` : empty}
       ${cadreId ? sql`AND v.cadre_id = ${cadreId}` : empty}
       ${purpose ? sql`AND v.purpose = ${purpose}` : empty}
       ${from ? sql`AND v.visited_on >= ${from}` : empty}
       ${to ? sql`AND v.visited_on <= ${to}` : empty}`,
});

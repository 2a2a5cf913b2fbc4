import { wasBelow } from '#contexts/org-units/contracts';
import type { LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { supportKinds, supportKindWords, type SupportKind } from '../support/support.js';

export class SupportParameters {
  /** Only support for this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() cadreId?: string;
  @IsOptional() @IsIn(supportKinds) kind?: SupportKind;
  @IsOptional() @IsDay() from?: LocalDate;
  @IsOptional() @IsDay() to?: LocalDate;
}

export const supportQuery = viewQuery({
  name: 'support',
  summary: { vi: 'Nguồn hỗ trợ vận động được', en: 'Support raised' },
  parameters: SupportParameters,
  columns: {
    raisedOn: { type: 'date', title: { vi: 'Ngày', en: 'Date' } },
    supportId: { type: 'uuid', title: { vi: 'Mã hỗ trợ', en: 'Support id' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    kind: { type: 'text', title: { vi: 'Loại', en: 'Kind' }, words: supportKindWords },
    amountVnd: { type: 'numeric', title: { vi: 'Số tiền (đồng)', en: 'Amount (VND)' } },
    forWhat: { type: 'text', title: { vi: 'Cho việc gì', en: 'For what' } },
    giver: { type: 'text', title: { vi: 'Nơi hỗ trợ', en: 'Given by' } },
    cadreId: { type: 'uuid', title: { vi: 'Mã cán bộ vận động', en: 'Cadre id' } },
    cadreName: { type: 'text', title: { vi: 'Cán bộ vận động', en: 'Cadre' } },
    corrections: { type: 'integer', title: { vi: 'Số lần đính chính', en: 'Corrections' } },
  },
  key: ['raisedOn', 'supportId'],
  totals: { times: sql`count(*)`, amountVnd: sql`coalesce(sum(amount_vnd), 0)` },
  rows: ({ unitId, cadreId, kind, from, to }) => sql`
    SELECT s.raised_on, s.support_id, s.unit_id, u.name AS unit_name, s.kind, s.amount_vnd, s.for_what, s.giver,
           s.cadre_id, c.full_name AS cadre_name, s.corrections
      FROM support_register s
      JOIN unit_directory u USING (unit_id)
      LEFT JOIN cadre_directory c USING (cadre_id)
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`s.unit_id`, sql`s.raised_on`)}` : empty}
       ${cadreId ? sql`AND s.cadre_id = ${cadreId}` : empty}
       ${kind ? sql`AND s.kind = ${kind}` : empty}
       ${from ? sql`AND s.raised_on >= ${from}` : empty}
       ${to ? sql`AND s.raised_on <= ${to}` : empty}`,
});

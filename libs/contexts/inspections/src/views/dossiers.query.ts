import { isBelow } from '#contexts/org-units/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';

export class DossiersParameters {
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsIn(['open', 'closed']) status?: string;
}

export const dossiersQuery = viewQuery({
  name: 'dossiers',
  summary: { vi: 'Sổ theo dõi hồ sơ kiểm tra', en: 'Register of inspection dossiers' },
  roles: ['inspector'],
  parameters: DossiersParameters,
  columns: {
    openedAt: { type: 'timestamptz', title: { vi: 'Mở lúc', en: 'Opened at' } },
    dossierId: { type: 'uuid', title: { vi: 'Mã hồ sơ', en: 'Dossier id' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    title: { type: 'text', title: { vi: 'Tên hồ sơ', en: 'Title' } },
    status: { type: 'text', title: { vi: 'Trạng thái', en: 'Status' } },
    decisionNumber: { type: 'text', title: { vi: 'Số quyết định', en: 'Decision' } },
    openedBy: { type: 'text', title: { vi: 'Người mở', en: 'Opened by' } },
    cited: { type: 'integer', title: { vi: 'Sự kiện trích dẫn', en: 'Events cited' } },
    findings: { type: 'integer', title: { vi: 'Kết quả', en: 'Findings' } },
    corrections: { type: 'integer', title: { vi: 'Yêu cầu đính chính', en: 'Corrections ordered' } },
    correctionsOpen: { type: 'integer', title: { vi: 'Đính chính chưa xong', en: 'Corrections open' } },
    exports: { type: 'integer', title: { vi: 'Số lần xuất', en: 'Exports' } },
    closedOn: { type: 'date', title: { vi: 'Kết thúc', en: 'Closed on' } },
  },
  key: ['openedAt', 'dossierId'],
  totals: { open: sql`count(*) FILTER (WHERE status = 'open')` },
  rows: ({ unitId, status }) => sql`
    SELECT d.*, u.name AS unit_name,
           d.corrections - (SELECT count(*) FROM correction_register c
                             WHERE c.dossier_id = d.dossier_id
                               AND c.status IN ('closed', 'rejected', 'withdrawn')) AS corrections_open
      FROM dossier_register d
      LEFT JOIN unit_directory u USING (unit_id)
     WHERE true
       ${unitId ? sql`AND ${isBelow(unitId)}` : empty}
       ${status ? sql`AND d.status = ${status}` : empty}`,
});

import { isBelow } from '#contexts/org-units/contracts';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { correctionStatuses, type CorrectionStatus } from '../correction/correction.js';

export class CorrectionsParameters {
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() correctionId?: string;
  @IsOptional() @IsUUID() dossierId?: string;
  @IsOptional() @IsIn(correctionStatuses) status?: CorrectionStatus;
}

export const correctionsQuery = viewQuery({
  name: 'corrections',
  summary: { vi: 'Sổ theo dõi đính chính', en: 'Register of corrections' },
  roles: ['inspector', 'office', 'admin'],
  parameters: CorrectionsParameters,
  columns: {
    requestedAt: { type: 'timestamptz', title: { vi: 'Đề nghị lúc', en: 'Requested at' } },
    correctionId: { type: 'uuid', title: { vi: 'Mã đính chính', en: 'Correction id' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    status: { type: 'text', title: { vi: 'Trạng thái', en: 'Status' } },
    statement: { type: 'text', title: { vi: 'Nội dung', en: 'Statement' } },
    evidence: { type: 'text[]', title: { vi: 'Căn cứ chứng minh', en: 'Evidence' } },
    decisionNumber: { type: 'text', title: { vi: 'Số quyết định', en: 'Decision' } },
    decisionDate: { type: 'date', title: { vi: 'Ngày quyết định', en: 'Decision date' } },
    decisionIssuer: { type: 'text', title: { vi: 'Cơ quan ban hành', en: 'Issuer' } },
    dossierId: { type: 'uuid', title: { vi: 'Hồ sơ kiểm tra', en: 'Dossier' } },
    requestedBy: { type: 'text', title: { vi: 'Người đề nghị', en: 'Requested by' } },
    items: { type: 'integer', title: { vi: 'Số nội dung', en: 'Items' } },
    dryRunId: { type: 'uuid', title: { vi: 'Lần chạy thử', en: 'Dry run' } },
    approvedBy: { type: 'text', title: { vi: 'Người phê duyệt', en: 'Approved by' } },
    approvedAt: { type: 'timestamptz', title: { vi: 'Phê duyệt lúc', en: 'Approved at' } },
    appliedEvents: { type: 'integer', title: { vi: 'Số sự kiện đã ghi', en: 'Events written' } },
    isExact: { type: 'boolean', title: { vi: 'Khớp chạy thử', en: 'As rehearsed' } },
    closedOn: { type: 'date', title: { vi: 'Kết thúc', en: 'Closed on' } },
    lastReason: { type: 'text', title: { vi: 'Lý do', en: 'Reason' } },
  },
  key: ['requestedAt', 'correctionId'],
  totals: {
    items: sql`coalesce(sum(items), 0)`,
    open: sql`count(*) FILTER (WHERE status NOT IN ('closed', 'rejected', 'withdrawn'))`,
  },
  rows: ({ unitId, correctionId, dossierId, status }) => sql`
    SELECT c.*, u.name AS unit_name
      FROM correction_register c
      LEFT JOIN unit_directory u USING (unit_id)
     WHERE true
       ${unitId ? sql`AND ${isBelow(unitId)}` : empty}
       ${correctionId ? sql`AND c.correction_id = ${correctionId}` : empty}
       ${dossierId ? sql`AND c.dossier_id = ${dossierId}` : empty}
       ${status ? sql`AND c.status = ${status}` : empty}`,
});

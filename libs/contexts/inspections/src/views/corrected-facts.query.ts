import { IsLine } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsOptional, IsUUID } from 'class-validator';

export class CorrectedFactsParameters {
  @IsOptional() @IsUUID() correctionId?: string;
  /** Stream of the wrong event. */
  @IsOptional() @IsLine(200) stream?: string;
}

export const correctedFactsQuery = viewQuery({
  name: 'corrected-facts',
  summary: { vi: 'Dữ liệu sai đã được đính chính', en: 'Wrong events and what corrected them' },
  roles: ['inspector', 'office', 'admin'],
  parameters: CorrectedFactsParameters,
  columns: {
    commitPosition: { type: 'bigint', title: { vi: 'Vị trí', en: 'Position' } },
    stream: { type: 'text', title: { vi: 'Luồng', en: 'Stream' } },
    revision: { type: 'integer', title: { vi: 'Số thứ tự', en: 'Revision' } },
    eventId: { type: 'uuid', title: { vi: 'Sự kiện sai', en: 'Wrong event' } },
    correctedBy: { type: 'uuid', title: { vi: 'Sự kiện đính chính', en: 'Correcting event' } },
    correctingType: { type: 'text', title: { vi: 'Loại sự kiện', en: 'Event' } },
    correctingStream: { type: 'text', title: { vi: 'Luồng đính chính', en: 'Correcting stream' } },
    correctingRevision: { type: 'integer', title: { vi: 'Số thứ tự đính chính', en: 'Correcting revision' } },
    correctionId: { type: 'uuid', title: { vi: 'Mã đính chính', en: 'Correction id' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    correctedAt: { type: 'timestamptz', title: { vi: 'Đính chính lúc', en: 'Corrected at' } },
  },
  key: ['commitPosition', 'stream', 'revision', 'correctedBy'],
  totals: { facts: sql`count(*)` },
  rows: ({ correctionId, stream }) => sql`
    SELECT f.*, u.name AS unit_name
      FROM corrected_fact f
      LEFT JOIN unit_directory u USING (unit_id)
     WHERE true
       ${correctionId ? sql`AND f.correction_id = ${correctionId}` : empty}
       ${stream ? sql`AND f.stream = ${stream}` : empty}`,
});

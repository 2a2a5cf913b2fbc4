import { wasBelow } from '#contexts/org-units/contracts';
import type { LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { sheetKinds, type SheetKind } from '../meeting/vocabulary.js';

export class ScoreSheetsParameters {
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() meetingId?: string;
  @IsOptional() @IsIn(sheetKinds) sheet?: SheetKind;
  @IsOptional() @IsDay() from?: LocalDate;
  @IsOptional() @IsDay() to?: LocalDate;
}

/** The cell's own sheet and the superior's side by side, with what separates them. */
export const scoreSheetsQuery = viewQuery({
  name: 'score-sheets',
  summary: { vi: 'Phiếu chấm điểm sinh hoạt', en: 'Score sheets of meetings' },
  parameters: ScoreSheetsParameters,
  columns: {
    heldOn: { type: 'date', title: { vi: 'Ngày', en: 'Date' } },
    meetingId: { type: 'uuid', title: { vi: 'Mã cuộc sinh hoạt', en: 'Meeting id' } },
    sheet: { type: 'text', title: { vi: 'Phiếu', en: 'Sheet' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    scoredByUnitId: { type: 'uuid', title: { vi: 'Mã đơn vị chấm', en: 'Scored by, unit id' } },
    total: { type: 'numeric', title: { vi: 'Tổng điểm', en: 'Total' } },
    fromOther: { type: 'numeric', title: { vi: 'Chênh với phiếu kia', en: 'Above the other sheet' } },
    failedGates: { type: 'integer', title: { vi: 'Số tiêu chí bắt buộc không đạt', en: 'Failed gates' } },
    proposal: { type: 'text', title: { vi: 'Đề nghị xếp loại', en: 'Proposed grade' } },
    grade: { type: 'text', title: { vi: 'Xếp loại', en: 'Grade decided' } },
    reason: { type: 'text', title: { vi: 'Lý do', en: 'Reason' } },
    items: { type: 'jsonb', title: { vi: 'Điểm từng tiêu chí', en: 'Lines' } },
    gates: { type: 'jsonb', title: { vi: 'Tiêu chí bắt buộc', en: 'Gates' } },
    pack: { type: 'text', title: { vi: 'Theo hướng dẫn', en: 'Rule pack' } },
    packVersion: { type: 'integer', title: { vi: 'Bản', en: 'Version of the pack' } },
  },
  key: ['heldOn', 'meetingId', 'sheet'],
  totals: {
    sheets: sql`count(*)`,
    good: sql`count(*) FILTER (WHERE coalesce(grade, proposal) = 'good')`,
    fair: sql`count(*) FILTER (WHERE coalesce(grade, proposal) = 'fair')`,
    average: sql`count(*) FILTER (WHERE coalesce(grade, proposal) = 'average')`,
    poor: sql`count(*) FILTER (WHERE coalesce(grade, proposal) = 'poor')`,
  },
  rows: ({ unitId, meetingId, sheet, from, to }) => sql`
    SELECT m.held_on, s.meeting_id, s.sheet, s.unit_id, u.name AS unit_name, s.scored_by_unit_id, s.total,
           s.total - other.total AS from_other, s.failed_gates, s.proposal, s.grade, s.reason, s.items, s.gates,
           s.pack, s.pack_version
      FROM meeting_scores s
      JOIN meeting_register m USING (meeting_id)
      JOIN unit_directory u ON u.unit_id = s.unit_id
      LEFT JOIN meeting_scores other ON other.meeting_id = s.meeting_id AND other.sheet <> s.sheet
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`s.unit_id`, sql`m.held_on`)}` : empty}
       ${meetingId ? sql`AND s.meeting_id = ${meetingId}` : empty}
       ${sheet ? sql`AND s.sheet = ${sheet}` : empty}
       ${from ? sql`AND m.held_on >= ${from}` : empty}
       ${to ? sql`AND m.held_on <= ${to}` : empty}`,
});

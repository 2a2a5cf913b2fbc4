import { wasBelow } from '#contexts/org-units/contracts';
import type { LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsOptional, IsUUID } from 'class-validator';

export class MinutesParameters {
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() meetingId?: string;
  @IsOptional() @IsDay() from?: LocalDate;
  @IsOptional() @IsDay() to?: LocalDate;
}

export const minutesQuery = viewQuery({
  name: 'minutes',
  summary: { vi: 'Biên bản sinh hoạt', en: 'Minutes of meetings' },
  parameters: MinutesParameters,
  columns: {
    heldOn: { type: 'date', title: { vi: 'Ngày', en: 'Date' } },
    meetingId: { type: 'uuid', title: { vi: 'Mã cuộc sinh hoạt', en: 'Meeting id' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    kind: { type: 'text', title: { vi: 'Loại', en: 'Kind' } },
    contents: { type: 'text[]', title: { vi: 'Nội dung', en: 'Contents' } },
    conclusions: { type: 'text[]', title: { vi: 'Kết luận', en: 'Conclusions' } },
    isPrepared: { type: 'boolean', title: { vi: 'Chi ủy đã chuẩn bị', en: 'Prepared by the committee' } },
    speakers: { type: 'integer', title: { vi: 'Số đảng viên phát biểu', en: 'Members who spoke' } },
    checklist: { type: 'jsonb', title: { vi: '4 nắm, 4 góp, 3 kiểm', en: 'Monitoring checklist' } },
    checklistDone: { type: 'integer', title: { vi: 'Số mục đã làm', en: 'Items done' } },
    labelsVersion: { type: 'integer', title: { vi: 'Bản nhãn', en: 'Version of the labels' } },
    enteredBy: { type: 'text', title: { vi: 'Tài khoản nhập', en: 'Entered by' } },
    enteredFor: { type: 'uuid', title: { vi: 'Nhập thay cho', en: 'Entered for' } },
  },
  key: ['heldOn', 'meetingId'],
  totals: { minutes: sql`count(*)`, checklistDone: sql`coalesce(sum(checklist_done), 0)` },
  rows: ({ unitId, meetingId, from, to }) => sql`
    SELECT m.held_on, n.meeting_id, n.unit_id, u.name AS unit_name, m.kind, n.contents, n.conclusions, n.is_prepared,
           n.speakers, n.checklist, n.checklist_done, n.labels_version, n.entered_by, n.entered_for
      FROM meeting_minutes n
      JOIN meeting_register m USING (meeting_id)
      JOIN unit_directory u ON u.unit_id = n.unit_id
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`n.unit_id`, sql`m.held_on`)}` : empty}
       ${meetingId ? sql`AND n.meeting_id = ${meetingId}` : empty}
       ${from ? sql`AND m.held_on >= ${from}` : empty}
       ${to ? sql`AND m.held_on <= ${to}` : empty}`,
});

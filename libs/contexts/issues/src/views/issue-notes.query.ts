import { empty, sql, viewQuery } from '#projections';
import { IsOptional, IsUUID } from 'class-validator';

class IssueNotesParameters {
  @IsOptional() @IsUUID() issueId?: string;
}

/** For the body that holds an issue and those above it: the side that raised it has no part in them. */
export const issueNotesQuery = viewQuery({
  name: 'issue-notes',
  summary: { vi: 'Ghi chú nội bộ về kiến nghị', en: 'Internal notes on issues' },
  parameters: IssueNotesParameters,
  columns: {
    issueId: { type: 'uuid', title: { vi: 'Mã kiến nghị', en: 'Issue id' } },
    revision: { type: 'integer', title: { vi: 'Thứ tự', en: 'Revision' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    title: { type: 'text', title: { vi: 'Nội dung kiến nghị', en: 'Issue' } },
    notedOn: { type: 'date', title: { vi: 'Ngày ghi', en: 'Noted on' } },
    notedBy: { type: 'uuid', title: { vi: 'Người ghi', en: 'Noted by' } },
    note: { type: 'text', title: { vi: 'Ghi chú', en: 'Note' } },
  },
  key: ['issueId', 'revision'],
  rows: ({ issueId }) => sql`
    SELECT n.issue_id, n.revision, n.unit_id, i.title, n.noted_on, n.noted_by, n.note
      FROM issue_notes n
      JOIN issue_register i USING (issue_id)
     WHERE true ${issueId ? sql`AND n.issue_id = ${issueId}` : empty}`,
});

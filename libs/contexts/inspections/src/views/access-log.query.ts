import { isBelow } from '#contexts/org-units/contracts';
import type { LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';

export class AccessLogParameters {
  /** Readers of this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  /** Subject of an account. */
  @IsOptional() @IsLine(200) reader?: string;
  /** An id that was asked about. */
  @IsOptional() @IsUUID() about?: string;
  @IsOptional() @IsIn(['page', 'file']) form?: string;
  @IsOptional() @IsDay() from?: LocalDate;
  @IsOptional() @IsDay() to?: LocalDate;
}

/** Who looked at what and took what away. Up to a minute old: reads are recorded some at a time. */
export const accessLogQuery = viewQuery({
  name: 'access-log',
  summary: { vi: 'Nhật ký truy cập', en: 'Access log' },
  roles: ['inspector'],
  parameters: AccessLogParameters,
  columns: {
    at: { type: 'timestamptz', title: { vi: 'Lúc', en: 'At' } },
    reader: { type: 'text', title: { vi: 'Người xem', en: 'Reader' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị của người xem', en: "Reader's unit id" } },
    unitName: { type: 'text', title: { vi: 'Đơn vị của người xem', en: "Reader's unit" } },
    what: { type: 'text', title: { vi: 'Nội dung hỏi', en: 'What' } },
    ids: { type: 'text[]', title: { vi: 'Về (mã)', en: 'About (ids)' } },
    form: { type: 'text', title: { vi: 'Dạng', en: 'Form' } },
    status: { type: 'integer', title: { vi: 'Kết quả', en: 'Status' } },
    stream: { type: 'text', title: { vi: 'Luồng', en: 'Stream' } },
    revision: { type: 'integer', title: { vi: 'Số thứ tự', en: 'Revision' } },
    n: { type: 'integer', title: { vi: 'Trong sự kiện', en: 'Within the event' } },
  },
  key: ['at', 'stream', 'revision', 'n'],
  totals: { reads: sql`count(*)`, files: sql`count(*) FILTER (WHERE form = 'file')` },
  rows: ({ unitId, reader, about, form, from, to }) => sql`
    SELECT a.*, a.reader_scope AS unit_id, u.name AS unit_name
      FROM access_log a
      LEFT JOIN unit_directory u ON u.unit_id = a.reader_scope
     WHERE true
       ${unitId ? sql`AND ${isBelow(unitId)}` : empty}
       ${reader ? sql`AND a.reader = ${reader}` : empty}
       ${about ? sql`AND ${about} = ANY (a.ids)` : empty}
       ${form ? sql`AND a.form = ${form}` : empty}
       ${from ? sql`AND a.at >= (${from}::date)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'` : empty}
       ${to ? sql`AND a.at < (${to}::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'` : empty}`,
});

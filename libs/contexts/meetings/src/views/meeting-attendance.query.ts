import { wasBelow } from '#contexts/org-units/contracts';
import type { LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { attendanceMarks, type AttendanceMark } from '../meeting/vocabulary.js';

export class MeetingAttendanceParameters {
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsUUID() cadreId?: string;
  @IsOptional() @IsUUID() meetingId?: string;
  @IsOptional() @IsIn(attendanceMarks) mark?: AttendanceMark;
  @IsOptional() @IsDay() from?: LocalDate;
  @IsOptional() @IsDay() to?: LocalDate;
}

/** One row per meeting and cadre expected at it; the mark is null until somebody enters it. */
export const meetingAttendanceQuery = viewQuery({
  name: 'meeting-attendance',
  summary: { vi: 'Cán bộ dự từng cuộc sinh hoạt', en: 'Attendance of the assigned cadres, meeting by meeting' },
  parameters: MeetingAttendanceParameters,
  columns: {
    heldOn: { type: 'date', title: { vi: 'Ngày', en: 'Date' } },
    meetingId: { type: 'uuid', title: { vi: 'Mã cuộc sinh hoạt', en: 'Meeting id' } },
    cadreId: { type: 'uuid', title: { vi: 'Mã cán bộ', en: 'Cadre id' } },
    cadreName: { type: 'text', title: { vi: 'Cán bộ', en: 'Cadre' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    kind: { type: 'text', title: { vi: 'Loại', en: 'Kind' } },
    mark: { type: 'text', title: { vi: 'Ghi nhận', en: 'Mark' } },
    enteredBy: { type: 'text', title: { vi: 'Tài khoản nhập', en: 'Entered by' } },
    enteredByRole: { type: 'text', title: { vi: 'Vai trò người nhập', en: 'Role of who entered it' } },
    enteredFor: { type: 'uuid', title: { vi: 'Nhập thay cho', en: 'Entered for' } },
    enteredAt: { type: 'timestamptz', title: { vi: 'Nhập lúc', en: 'Entered at' } },
  },
  key: ['heldOn', 'meetingId', 'cadreId'],
  totals: {
    expected: sql`count(*)`,
    attended: sql`count(*) FILTER (WHERE mark IN ('present', 'late', 'left-early'))`,
    excused: sql`count(*) FILTER (WHERE mark = 'excused')`,
    absent: sql`count(*) FILTER (WHERE mark = 'absent')`,
    unrecorded: sql`count(*) FILTER (WHERE mark IS NULL)`,
  },
  rows: ({ unitId, cadreId, meetingId, mark, from, to }) => sql`
    SELECT a.held_on, a.meeting_id, a.cadre_id, c.full_name AS cadre_name, a.unit_id, u.name AS unit_name, m.kind,
           a.mark, a.entered_by, a.entered_by_role, a.entered_for, a.entered_at
      FROM meeting_attendance a
      JOIN unit_directory u USING (unit_id)
      JOIN meeting_register m USING (meeting_id)
      LEFT JOIN cadre_directory c USING (cadre_id)
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`a.unit_id`, sql`a.held_on`)}` : empty}
       ${cadreId ? sql`AND a.cadre_id = ${cadreId}` : empty}
       ${meetingId ? sql`AND a.meeting_id = ${meetingId}` : empty}
       ${mark ? sql`AND a.mark = ${mark}` : empty}
       ${from ? sql`AND a.held_on >= ${from}` : empty}
       ${to ? sql`AND a.held_on <= ${to}` : empty}`,
});

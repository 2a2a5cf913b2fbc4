import type { LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional } from 'class-validator';
import { subjectKinds, type SubjectKind } from './subjects.js';

class TimelineParameters {
  @IsIn(subjectKinds) subjectKind!: SubjectKind;
  /** An id; of a decision its number, e.g. 1391-QĐ/TU. */
  @IsLine(200) subjectId!: string;
  /** Only what happened from this day. */
  @IsOptional() @IsDay() from?: LocalDate;
  /** Only what happened until this day. */
  @IsOptional() @IsDay() to?: LocalDate;
}

/** The history of one subject in the order in which it was recorded: who did what, when, by which decision. */
export const timelineQuery = viewQuery({
  name: 'timeline',
  summary: { vi: 'Dòng thời gian của một đối tượng', en: 'Timeline of a subject' },
  parameters: TimelineParameters,
  columns: {
    commitPosition: { type: 'bigint', title: { vi: 'Vị trí', en: 'Position' } },
    preparePosition: { type: 'bigint', title: { vi: 'Vị trí ghi', en: 'Prepare position' } },
    happenedOn: { type: 'date', title: { vi: 'Ngày xảy ra', en: 'Happened on' } },
    recordedAt: { type: 'timestamptz', title: { vi: 'Thời điểm ghi nhận', en: 'Recorded at' } },
    act: { type: 'text', title: { vi: 'Nghiệp vụ', en: 'Act' } },
    eventType: { type: 'text', title: { vi: 'Sự kiện', en: 'Event' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    actor: { type: 'text', title: { vi: 'Người thực hiện', en: 'Actor' } },
    role: { type: 'text', title: { vi: 'Vai trò', en: 'Role' } },
    actorUnitId: { type: 'uuid', title: { vi: 'Đơn vị của người thực hiện', en: "Actor's unit" } },
    enteredFor: { type: 'text', title: { vi: 'Nhập thay cho', en: 'Entered for' } },
    decisionNumber: { type: 'text', title: { vi: 'Số quyết định', en: 'Decision' } },
    decisionDate: { type: 'date', title: { vi: 'Ngày quyết định', en: 'Decision date' } },
    decisionIssuer: { type: 'text', title: { vi: 'Cơ quan ban hành', en: 'Issuer' } },
    reason: { type: 'text', title: { vi: 'Lý do', en: 'Reason' } },
    data: { type: 'jsonb', title: { vi: 'Nội dung', en: 'Data' } },
    stream: { type: 'text', title: { vi: 'Luồng', en: 'Stream' } },
    revision: { type: 'integer', title: { vi: 'Số thứ tự', en: 'Revision' } },
    eventId: { type: 'uuid', title: { vi: 'Mã sự kiện', en: 'Event id' } },
    correlationId: { type: 'text', title: { vi: 'Mã đợt', en: 'Correlation id' } },
  },
  key: ['commitPosition', 'preparePosition'],
  totals: { events: sql`count(*)::integer` },
  rows: ({ subjectKind, subjectId, from, to }) => sql`
    SELECT t.commit_position, t.prepare_position, t.happened_on, t.recorded_at, t.act, t.event_type,
           t.unit_id, u.name AS unit_name, t.actor, t.role, t.actor_unit_id, t.entered_for,
           t.decision_number, t.decision_date, t.decision_issuer, t.reason, t.data,
           t.stream, t.revision, t.event_id, t.correlation_id
      FROM timeline t
      LEFT JOIN unit_directory u USING (unit_id)
     WHERE t.subject_kind = ${subjectKind} AND t.subject_id = ${subjectId}
       ${from ? sql`AND t.happened_on >= ${from}` : empty}
       ${to ? sql`AND t.happened_on <= ${to}` : empty}`,
});

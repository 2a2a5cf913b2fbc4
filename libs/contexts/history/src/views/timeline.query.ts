import type { LocalDate } from '#kernel';
import { IsDay, IsLine } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, isUUID } from 'class-validator';
import { isReadableBy } from '../readers.js';
import { subjectKinds, type SubjectKind } from './subjects.js';

export class TimelineParameters {
  @IsIn(subjectKinds) subjectKind!: SubjectKind;
  /** An id; of a decision its number, e.g. 1391-QĐ/TU. */
  @IsLine(200) subjectId!: string;
  /** Of a unit: with its predecessors and successors, or `self` alone. `whole` when left out. */
  @IsOptional() @IsIn(['whole', 'self']) lineage?: 'whole' | 'self';
  /** Only what happened from this day. */
  @IsOptional() @IsDay() from?: LocalDate;
  /** Only what happened until this day. */
  @IsOptional() @IsDay() to?: LocalDate;
  /** Only what was recorded from this day. */
  @IsOptional() @IsDay() recordedFrom?: LocalDate;
  /** Only what was recorded until this day. */
  @IsOptional() @IsDay() recordedTo?: LocalDate;
  /** Stored name of an event, e.g. meetings.MeetingHeld. */
  @IsOptional() @IsLine(200) eventType?: string;
  /** Name of an act, e.g. assign-cadre. */
  @IsOptional() @IsLine(100) act?: string;
  /** Id of the account that did it. */
  @IsOptional() @IsLine(200) actor?: string;
}

/** Ids whose events belong to the subject's story: those before it and those after it, but no siblings. */
const subjectIds = ({ subjectKind, subjectId, lineage }: TimelineParameters) =>
  subjectKind !== 'unit' || lineage === 'self' || !isUUID(subjectId)
    ? sql`SELECT ${subjectId}::text`
    : sql`
      (WITH RECURSIVE predecessor(unit_id) AS (
          SELECT ${subjectId}::uuid
           UNION
          SELECT l.below_id FROM predecessor p JOIN unit_links l ON l.above_id = p.unit_id AND l.kind = 'successor'
        ), successor(unit_id) AS (
          SELECT ${subjectId}::uuid
           UNION
          SELECT l.above_id FROM successor s JOIN unit_links l ON l.below_id = s.unit_id AND l.kind = 'successor'
        )
        SELECT unit_id::text FROM predecessor UNION SELECT unit_id::text FROM successor)`;

/** The first instant of a day in Vietnam. */
const startOf = (day: LocalDate): string => `${day}T00:00:00+07:00`;

/** The history of one subject in the order in which it was recorded: who did what, when, by which decision. */
export const timelineQuery = viewQuery({
  name: 'timeline',
  summary: { vi: 'Dòng thời gian của một đối tượng', en: 'Timeline of a subject' },
  parameters: TimelineParameters,
  columns: {
    commitPosition: { type: 'bigint', title: { vi: 'Vị trí', en: 'Position' } },
    preparePosition: { type: 'bigint', title: { vi: 'Vị trí ghi', en: 'Prepare position' } },
    happenedOn: { type: 'date', title: { vi: 'Ngày xảy ra', en: 'Happened on' } },
    effectiveOn: { type: 'date', title: { vi: 'Có hiệu lực từ ngày', en: 'Holds from' } },
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
    causationId: { type: 'text', title: { vi: 'Mã nguyên nhân', en: 'Causation id' } },
    correlationId: { type: 'text', title: { vi: 'Mã đợt', en: 'Correlation id' } },
  },
  key: ['commitPosition', 'preparePosition'],
  totals: { events: sql`count(*)::integer` },
  rows: (parameters, { role }) => {
    const { from, to, recordedFrom, recordedTo, eventType, act, actor } = parameters;
    return sql`
    SELECT e.commit_position, e.prepare_position, e.happened_on, e.effective_on, e.recorded_at, e.act, e.event_type,
           e.unit_id, u.name AS unit_name, e.actor, e.metadata -> 'actor' ->> 'role' AS role,
           (e.metadata -> 'actor' ->> 'unitId')::uuid AS actor_unit_id,
           e.metadata -> 'actor' ->> 'enteredFor' AS entered_for,
           e.metadata -> 'decision' ->> 'number' AS decision_number,
           (e.metadata -> 'decision' ->> 'date')::date AS decision_date,
           e.metadata -> 'decision' ->> 'issuer' AS decision_issuer,
           e.metadata ->> 'reason' AS reason, e.data, e.stream, e.revision, e.event_id,
           e.metadata ->> '$causationId' AS causation_id, e.correlation_id
      FROM history_events e
      LEFT JOIN unit_directory u USING (unit_id)
     WHERE (e.commit_position, e.prepare_position) IN (
             SELECT t.commit_position, t.prepare_position FROM timeline t
              WHERE t.subject_kind = ${parameters.subjectKind} AND t.subject_id IN (${subjectIds(parameters)}))
       ${isReadableBy(role, sql`e.stream`)}
       ${from ? sql`AND e.happened_on >= ${from}` : empty}
       ${to ? sql`AND e.happened_on <= ${to}` : empty}
       ${recordedFrom ? sql`AND e.recorded_at >= ${startOf(recordedFrom)}::timestamptz` : empty}
       ${recordedTo ? sql`AND e.recorded_at < ${startOf(recordedTo)}::timestamptz + interval '1 day'` : empty}
       ${eventType ? sql`AND e.event_type = ${eventType}` : empty}
       ${act ? sql`AND e.act = ${act}` : empty}
       ${actor ? sql`AND e.actor = ${actor}` : empty}`;
  },
});

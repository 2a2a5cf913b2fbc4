import { wasBelow } from '#contexts/org-units/contracts';
import type { LocalDate } from '#kernel';
import { IsDay } from '#platform';
import { empty, sql, viewQuery } from '#projections';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { meetingKinds, type MeetingKind } from '../meeting/vocabulary.js';
import { excusedRunning, standardProposal } from './standard-sql.js';

const statuses = ['scheduled', 'held', 'cancelled'] as const;
const proposals = ['up-to-standard', 'not-up-to-standard'] as const;

export class MeetingsParameters {
  /** Only this unit and those below it. */
  @IsOptional() @IsUUID() unitId?: string;
  @IsOptional() @IsIn(meetingKinds) kind?: MeetingKind;
  @IsOptional() @IsIn(statuses) status?: (typeof statuses)[number];
  /** Only meetings of which the rule pack in force says this, runs of excuses included. */
  @IsOptional() @IsIn(proposals) proposal?: (typeof proposals)[number];
  @IsOptional() @IsDay() from?: LocalDate;
  @IsOptional() @IsDay() to?: LocalDate;
}

export const meetingsQuery = viewQuery({
  name: 'meetings',
  summary: { vi: 'Danh sách cuộc sinh hoạt', en: 'List of meetings' },
  parameters: MeetingsParameters,
  columns: {
    meetingDate: { type: 'date', title: { vi: 'Ngày', en: 'Date' } },
    meetingId: { type: 'uuid', title: { vi: 'Mã cuộc sinh hoạt', en: 'Meeting id' } },
    unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
    unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
    kind: { type: 'text', title: { vi: 'Loại', en: 'Kind' } },
    status: { type: 'text', title: { vi: 'Trạng thái', en: 'Status' } },
    scheduledFor: { type: 'date', title: { vi: 'Ngày theo lịch', en: 'Scheduled for' } },
    heldOn: { type: 'date', title: { vi: 'Ngày tổ chức', en: 'Held on' } },
    announcedFor: { type: 'date', title: { vi: 'Đã thông báo cho ngày', en: 'Announced for' } },
    startsAt: { type: 'text', title: { vi: 'Giờ', en: 'Time' } },
    place: { type: 'text', title: { vi: 'Địa điểm', en: 'Place' } },
    agenda: { type: 'text', title: { vi: 'Nội dung dự kiến', en: 'Agenda' } },
    durationMinutes: { type: 'integer', title: { vi: 'Thời lượng (phút)', en: 'Duration (minutes)' } },
    expectedCadres: { type: 'integer', title: { vi: 'Số cán bộ phải dự', en: 'Cadres expected' } },
    attendedCadres: { type: 'integer', title: { vi: 'Số cán bộ đã dự', en: 'Cadres attended' } },
    onRoll: { type: 'integer', title: { vi: 'Tổng số đảng viên', en: 'Members on the roll' } },
    exempt: { type: 'integer', title: { vi: 'Miễn sinh hoạt', en: 'Exempt' } },
    base: { type: 'integer', title: { vi: 'Phải dự', en: 'Members expected' } },
    present: { type: 'integer', title: { vi: 'Có mặt', en: 'Present' } },
    excused: { type: 'integer', title: { vi: 'Vắng có lý do', en: 'Excused' } },
    unexcused: { type: 'integer', title: { vi: 'Vắng không lý do', en: 'Absent without reason' } },
    rate: { type: 'numeric', title: { vi: 'Tỷ lệ (%)', en: 'Rate (%)' } },
    standardPack: { type: 'text', title: { vi: 'Theo hướng dẫn', en: 'Rule pack' } },
    standardProposal: { type: 'text', title: { vi: 'Đề nghị (đạt chuẩn)', en: 'Proposal (up to standard)' } },
    excusedRunning: { type: 'integer', title: { vi: 'Vắng có lý do liên tiếp (lần)', en: 'Excused times running' } },
    standardRules: { type: 'jsonb', title: { vi: 'Căn cứ đề nghị', en: 'Reasons of the proposal' } },
    hasMinutes: { type: 'boolean', title: { vi: 'Có biên bản', en: 'Has minutes' } },
    ownScore: { type: 'numeric', title: { vi: 'Điểm tự chấm', en: 'Own score' } },
    ownGrade: { type: 'text', title: { vi: 'Loại tự chấm', en: 'Own grade' } },
    superiorScore: { type: 'numeric', title: { vi: 'Điểm cấp trên chấm', en: "Superior's score" } },
    superiorGrade: { type: 'text', title: { vi: 'Loại cấp trên chấm', en: "Superior's grade" } },
    corrections: { type: 'integer', title: { vi: 'Số lần đính chính', en: 'Corrections' } },
    cancelReason: { type: 'text', title: { vi: 'Lý do hủy', en: 'Reason of cancellation' } },
  },
  key: ['meetingDate', 'meetingId'],
  totals: {
    scheduled: sql`count(*) FILTER (WHERE status = 'scheduled')`,
    held: sql`count(*) FILTER (WHERE status = 'held')`,
    cancelled: sql`count(*) FILTER (WHERE status = 'cancelled')`,
    base: sql`coalesce(sum(base), 0)`,
    present: sql`coalesce(sum(present), 0)`,
    rate: sql`round(100.0 * sum(present) / nullif(sum(base), 0), 1)`,
  },
  rows: ({ unitId, kind, status, proposal, from, to }) => sql`
    SELECT m.meeting_date, m.meeting_id, m.unit_id, u.name AS unit_name, m.kind, m.status,
           m.scheduled_for, m.held_on, m.announced_for, m.starts_at, m.place, m.agenda, m.duration_minutes,
           m.expected_cadres, m.attended_cadres,
           m.on_roll, m.exempt, m.on_roll - m.exempt AS base, m.present, m.excused, m.unexcused,
           round(100.0 * m.present / nullif(m.on_roll - m.exempt, 0), 1) AS rate,
           m.standard_pack, ${standardProposal} AS standard_proposal, ${excusedRunning} AS excused_running, m.standard_rules,
           m.has_minutes, m.own_score, m.own_grade, m.superior_score, m.superior_grade, m.corrections, m.cancel_reason
      FROM meeting_register m
      JOIN unit_directory u USING (unit_id)
     WHERE true
       ${unitId ? sql`AND ${wasBelow(unitId, sql`m.unit_id`, sql`m.meeting_date`)}` : empty}
       ${kind ? sql`AND m.kind = ${kind}` : empty}
       ${status ? sql`AND m.status = ${status}` : empty}
       ${proposal ? sql`AND ${standardProposal} = ${proposal}` : empty}
       ${from ? sql`AND m.meeting_date >= ${from}` : empty}
       ${to ? sql`AND m.meeting_date <= ${to}` : empty}`,
});

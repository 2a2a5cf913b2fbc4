import { wasBelow } from '#contexts/org-units/contracts';
import { asDraft, type MeetingStandardRules } from '#contexts/rule-packs/contracts';
import { PreviewParameters, type PackPreview } from '#platform';
import { sql, viewQuery } from '#projections';
import { judgeStandard, type MeetingFacts, type MinutesFacts } from './meeting-standard.js';

interface Fact {
  readonly kind: MeetingFacts['kind'];
  readonly meetingDate: string;
  readonly durationMinutes: number;
  readonly onRoll: number;
  readonly exempt: number;
  readonly present: number;
  readonly excused: number;
  readonly unexcused: number;
  readonly minutes: MinutesFacts | null;
  readonly recorded: string | null;
}

/** Whether a draft would have found the meetings of these days up to standard, from their turnout and minutes. */
export const meetingStandardPreview: PackPreview = {
  family: 'meeting-standard',
  about: 'meeting',
  facts: viewQuery({
    name: 'meetings-to-preview',
    summary: { vi: 'Các cuộc sinh hoạt để xem thử', en: 'Meetings to judge by a draft' },
    parameters: PreviewParameters,
    columns: {
      meetingDate: { type: 'date', title: { vi: 'Ngày', en: 'Date' } },
      meetingId: { type: 'uuid', title: { vi: 'Mã cuộc sinh hoạt', en: 'Meeting id' } },
      unitId: { type: 'uuid', title: { vi: 'Mã đơn vị', en: 'Unit id' } },
      unitName: { type: 'text', title: { vi: 'Đơn vị', en: 'Unit' } },
      kind: { type: 'text', title: { vi: 'Loại', en: 'Kind' } },
      durationMinutes: { type: 'integer', title: { vi: 'Thời lượng (phút)', en: 'Duration (minutes)' } },
      onRoll: { type: 'integer', title: { vi: 'Tổng số đảng viên', en: 'Members on the roll' } },
      exempt: { type: 'integer', title: { vi: 'Miễn sinh hoạt', en: 'Exempt' } },
      present: { type: 'integer', title: { vi: 'Có mặt', en: 'Present' } },
      excused: { type: 'integer', title: { vi: 'Vắng có lý do', en: 'Excused' } },
      unexcused: { type: 'integer', title: { vi: 'Vắng không lý do', en: 'Absent without reason' } },
      minutes: { type: 'jsonb', title: { vi: 'Biên bản', en: 'Minutes' } },
      recorded: { type: 'text', title: { vi: 'Hệ thống đã đề nghị', en: 'Proposed then' } },
    },
    key: ['meetingDate', 'meetingId'],
    rows: ({ unitId, from, to }) => sql`
      SELECT m.meeting_date, m.meeting_id, m.unit_id, u.name AS unit_name, m.kind, m.duration_minutes,
             m.on_roll, m.exempt, m.present, m.excused, m.unexcused,
             CASE WHEN p.meeting_id IS NOT NULL THEN jsonb_build_object(
               'contents', p.contents, 'conclusions', p.conclusions, 'isPrepared', p.is_prepared) END AS minutes,
             m.standard_proposal AS recorded
        FROM meeting_register m
        JOIN unit_directory u USING (unit_id)
        LEFT JOIN meeting_minutes p ON p.meeting_id = m.meeting_id
       WHERE m.status = 'held' AND m.on_roll IS NOT NULL AND m.meeting_date BETWEEN ${from} AND ${to}
         AND ${wasBelow(unitId, sql`m.unit_id`, sql`m.meeting_date`)}`,
  }),
  judge(row, rules) {
    const fact = row as unknown as Fact;
    const { kind, meetingDate, durationMinutes, minutes, onRoll, exempt, present, excused, unexcused } = fact;
    const turnout = { onRoll, exempt, present, excused, unexcused, excusedMemberIds: [], unexcusedMemberIds: [] };
    const facts = { kind, heldOn: meetingDate, durationMinutes, turnout, minutes: minutes ?? undefined };
    const judgement = judgeStandard(facts, asDraft<'meeting-standard'>(rules as MeetingStandardRules));
    if (!judgement) return null;
    const reasons = judgement.rules.filter(({ outcome }) => outcome !== 'satisfied');
    return { recorded: fact.recorded, decided: null, proposed: judgement.proposal, reasons };
  },
};

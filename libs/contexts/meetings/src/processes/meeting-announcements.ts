import type { LocalDate } from '#kernel';
import { process, type Notes, type Outputs } from '#processes';
import { meetingAnnounced, meetingCancelled, meetingHeld, meetingRescheduled } from '../meeting/meeting.js';
import type { MeetingKind } from '../meeting/vocabulary.js';

const kindNames: Readonly<Record<MeetingKind, string>> = {
  regular: 'sinh hoạt định kỳ',
  thematic: 'sinh hoạt chuyên đề',
  extraordinary: 'sinh hoạt bất thường',
  committee: 'họp cấp ủy',
  'listening-conference': 'hội nghị lắng nghe, đối thoại',
};

const inVietnamese = (day: LocalDate): string => day.split('-').reverse().join('/');

interface About {
  readonly meetingId: string;
  readonly unitId: string;
}

const told = 'told';

/** Whoever was told of a meeting; they must hear that it is moved or will not take place. */
const toldIn = (notes: Notes): readonly string[] => (notes.get(told) as readonly string[] | undefined) ?? [];

function write(
  out: Outputs,
  recipients: readonly string[],
  { meetingId, unitId }: About,
  subject: string,
  lines: readonly string[],
): void {
  for (const recipientId of recipients) {
    out.message({ recipientId, about: meetingId, unitId, subject, body: lines.join('\n') });
  }
}

/**
 * A letter to each cadre expected; to those who had one, another when the meeting is moved or cancelled. Members are not
 * known as persons: their unit reads the announcement in `meetings`.
 */
export const meetingAnnouncements = process('meeting-announcements')
  .on(meetingAnnounced, ({ data }, out) => {
    const { meetingId, kind, scheduledFor, startsAt, place, agenda, expectedCadreIds } = data;
    const day = inVietnamese(scheduledFor);
    write(out, expectedCadreIds, data, `Thông báo ${kindNames[kind]} ngày ${day}`, [
      `Kính mời đồng chí dự ${kindNames[kind]} của đơn vị được phân công theo dõi, ngày ${day}.`,
      ...(startsAt ? [`Thời gian: ${startsAt}`] : []),
      ...(place ? [`Địa điểm: ${place}`] : []),
      ...(agenda ? [`Nội dung: ${agenda}`] : []),
    ]);
    out.note(meetingId, told, expectedCadreIds);
  })
  .on(
    meetingRescheduled,
    ({ data }, out, notes) => {
      const { kind, scheduledFor, previouslyFor } = data;
      const [before, now] = [inVietnamese(previouslyFor), inVietnamese(scheduledFor)];
      write(out, toldIn(notes), data, `Dời ${kindNames[kind]} sang ngày ${now}`, [
        `Cuộc ${kindNames[kind]} dự kiến ngày ${before} được dời sang ngày ${now}.`,
        'Thời gian, địa điểm cụ thể sẽ được thông báo lại.',
      ]);
    },
    ({ data }) => data.meetingId,
  )
  .on(
    meetingCancelled,
    ({ data, metadata: { reason } }, out, notes) => {
      const { kind, meetingId, scheduledFor } = data;
      const day = inVietnamese(scheduledFor);
      write(out, toldIn(notes), data, `Hủy ${kindNames[kind]} ngày ${day}`, [
        `Cuộc ${kindNames[kind]} dự kiến ngày ${day} không tổ chức.`,
        ...(reason ? [`Lý do: ${reason}`] : []),
      ]);
      out.forget(meetingId, told);
    },
    ({ data }) => data.meetingId,
  )
  .on(meetingHeld, ({ data: { meetingId, scheduledFor } }, out) => {
    if (scheduledFor !== null) out.forget(meetingId, told);
  });

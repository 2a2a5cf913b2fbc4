import { process } from '#processes';
import { meetingAnnounced } from '../meeting/meeting.js';
import type { MeetingKind } from '../meeting/vocabulary.js';

const kindNames: Readonly<Record<MeetingKind, string>> = {
  regular: 'sinh hoạt định kỳ',
  thematic: 'sinh hoạt chuyên đề',
  extraordinary: 'sinh hoạt bất thường',
  committee: 'họp cấp ủy',
  'listening-conference': 'hội nghị lắng nghe, đối thoại',
};

const inVietnamese = (day: string): string => day.split('-').reverse().join('/');

/** A letter to each cadre expected. Members are not known as persons: their unit reads the announcement in `meetings`. */
export const meetingAnnouncements = process('meeting-announcements').on(meetingAnnounced, ({ data }, out) => {
  const { meetingId, unitId, kind, scheduledFor, startsAt, place, agenda, expectedCadreIds } = data;
  const day = inVietnamese(scheduledFor);
  const lines = [
    `Kính mời đồng chí dự ${kindNames[kind]} của đơn vị được phân công theo dõi, ngày ${day}.`,
    ...(startsAt ? [`Thời gian: ${startsAt}`] : []),
    ...(place ? [`Địa điểm: ${place}`] : []),
    ...(agenda ? [`Nội dung: ${agenda}`] : []),
  ];
  for (const recipientId of expectedCadreIds) {
    const subject = `Thông báo ${kindNames[kind]} ngày ${day}`;
    out.message({ recipientId, about: meetingId, unitId, subject, body: lines.join('\n') });
  }
});

import { derivedId } from '#kernel';
import { playProcess } from '#processes';
import { recorded } from '#testing';
import { meetingAnnounced } from '../meeting/meeting.js';
import { meetingAnnouncements } from './meeting-announcements.js';

const [meetingId, unitId, cadreId, other] = ['meeting', 'unit', 'cadre', 'other'].map((name) =>
  derivedId('spec', name),
) as [string, string, string, string];

describe('meeting-announcements', () => {
  it('writes to each cadre expected, with what is known', () => {
    const announced = meetingAnnounced({
      ...{ meetingId, unitId, kind: 'regular', scheduledFor: '2024-09-03' },
      ...{ startsAt: '19:30', place: 'Nhà văn hóa ấp 3', agenda: null },
      expectedCadreIds: [cadreId, other],
    });
    const { messages } = playProcess(meetingAnnouncements, recorded([announced]));
    expect(messages.map(({ recipientId }) => recipientId)).toEqual([cadreId, other]);
    expect(messages[0]).toEqual({
      ...{ recipientId: cadreId, about: meetingId, unitId },
      subject: 'Thông báo sinh hoạt định kỳ ngày 03/09/2024',
      body: [
        'Kính mời đồng chí dự sinh hoạt định kỳ của đơn vị được phân công theo dõi, ngày 03/09/2024.',
        'Thời gian: 19:30',
        'Địa điểm: Nhà văn hóa ấp 3',
      ].join('\n'),
    });
  });
});

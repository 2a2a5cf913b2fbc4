import { derivedId } from '#kernel';
import { playProcess } from '#processes';
import { recorded } from '#testing';
import { meetingAnnounced, meetingCancelled, meetingHeld, meetingRescheduled } from '../meeting/meeting.js';
import { meetingAnnouncements } from './meeting-announcements.js';

const [meetingId, unitId, cadreId, other] = ['meeting', 'unit', 'cadre', 'other'].map((name) =>
  derivedId('spec', name),
) as [string, string, string, string];

const announced = meetingAnnounced({
  ...{ meetingId, unitId, kind: 'regular', scheduledFor: '2024-09-03' },
  ...{ startsAt: '19:30', place: 'Nhà văn hóa ấp 3', agenda: null },
  expectedCadreIds: [cadreId, other],
});
const about = { meetingId, unitId, kind: 'regular' as const };
const moved = meetingRescheduled({ ...about, scheduledFor: '2024-09-05', previouslyFor: '2024-09-03' });
const cancelled = meetingCancelled({ ...about, scheduledFor: '2024-09-05' });
const held = meetingHeld({
  ...{ ...about, scheduledFor: '2024-09-03', heldOn: '2024-09-03', durationMinutes: 90 },
  expectedCadreIds: [cadreId],
});
const letters = (...events: Parameters<typeof recorded>[0]) =>
  playProcess(meetingAnnouncements, recorded(events, { reason: 'Trùng ngày bầu cử' })).messages;

describe('meeting-announcements', () => {
  it('writes to each cadre expected, with what is known', () => {
    const messages = letters(announced);
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

  it('tells those who were told that it is moved, and that it will not take place', () => {
    const messages = letters(announced, moved, cancelled).slice(2);
    expect(messages.map(({ recipientId, subject }) => [recipientId, subject])).toEqual([
      [cadreId, 'Dời sinh hoạt định kỳ sang ngày 05/09/2024'],
      [other, 'Dời sinh hoạt định kỳ sang ngày 05/09/2024'],
      [cadreId, 'Hủy sinh hoạt định kỳ ngày 05/09/2024'],
      [other, 'Hủy sinh hoạt định kỳ ngày 05/09/2024'],
    ]);
    expect(messages[2]!.body).toBe(
      'Cuộc sinh hoạt định kỳ dự kiến ngày 05/09/2024 không tổ chức.\nLý do: Trùng ngày bầu cử',
    );
  });

  it('says nothing of a meeting that was not announced, and forgets one that was held', () => {
    expect(letters(moved, cancelled)).toEqual([]);
    expect(playProcess(meetingAnnouncements, recorded([announced, held])).notes.get(meetingId)).toEqual(new Map());
  });
});

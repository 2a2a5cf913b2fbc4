import { derivedId } from '#kernel';
import { given } from '#testing';
import { announceMeeting } from './announce-meeting.js';
import { meetingAnnounced, meetingHeld, meetingRescheduled, meetingScheduled } from './meeting.js';

const [meetingId, unitId, cadreId] = ['meeting', 'chi bộ ấp 3', 'cadre'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
];
const scheduled = meetingScheduled({ meetingId, unitId, kind: 'regular', scheduledFor: '2024-09-03' });
const facts = { expectedCadreIds: [cadreId] };
const body = { meetingId, startsAt: '19:30', place: 'Nhà văn hóa ấp 3' };
const announced = meetingAnnounced({ ...scheduled.data, ...body, agenda: null, expectedCadreIds: [cadreId] });

describe('announce-meeting', () => {
  it('tells the members and the cadre assigned on that day', () => {
    given(announceMeeting, [scheduled], { facts }).when(body).then([announced]);
  });

  it('is said once, and again when the meeting was moved or something else is said', () => {
    given(announceMeeting, [scheduled, announced], { facts }).when(body).then([]);
    const moved = meetingRescheduled({ ...scheduled.data, scheduledFor: '2024-09-06', previouslyFor: '2024-09-03' });
    given(announceMeeting, [scheduled, announced, moved], { facts })
      .when(body)
      .then([meetingAnnounced({ ...announced.data, scheduledFor: '2024-09-06' })]);
    given(announceMeeting, [scheduled, announced], { facts })
      .when({ ...body, startsAt: '20:00' })
      .then([meetingAnnounced({ ...announced.data, startsAt: '20:00' })]);
  });

  it('tells nobody of a day that is over; today is not', () => {
    given(announceMeeting, [scheduled], { facts, today: '2024-09-04' })
      .when(body)
      .thenRefused('meeting.announced-too-late', { scheduledFor: '2024-09-03', today: '2024-09-04' });
    given(announceMeeting, [scheduled], { facts, today: '2024-09-03' }).when(body).then([announced]);
  });

  it('refuses a meeting that is unknown or held', () => {
    const held = meetingHeld({ ...scheduled.data, heldOn: '2024-09-03', durationMinutes: 95, expectedCadreIds: [] });
    given(announceMeeting, [], { facts }).when(body).thenRefused('meeting.unknown');
    given(announceMeeting, [scheduled, held], { facts }).when(body).thenRefused('meeting.not-scheduled');
  });
});

import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId } from '#kernel';
import { given } from '#testing';
import { meetingCancelled, meetingHeld, meetingRescheduled, meetingScheduled } from './meeting.js';
import { rescheduleMeeting } from './reschedule-meeting.js';

const meetingId = derivedId('spec', 'meeting');
const unitId = derivedId('spec', 'chi bộ ấp 3');
const open = { ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01' };
const closed = { ...open, status: 'closed' as const, closedOn: '2025-06-30' };
const facts = { unit: open };
const scheduled = meetingScheduled({ meetingId, unitId, kind: 'regular', scheduledFor: '2024-09-03' });
const cancelled = meetingCancelled(scheduled.data);
const held = meetingHeld({ ...scheduled.data, heldOn: '2024-09-03', durationMinutes: 95, expectedCadreIds: [] });

describe('reschedule-meeting', () => {
  it('moves a scheduled meeting and keeps the day it was planned for', () => {
    given(rescheduleMeeting, [scheduled], { facts })
      .when({ meetingId, scheduledFor: '2024-09-05' })
      .then([meetingRescheduled({ ...scheduled.data, scheduledFor: '2024-09-05', previouslyFor: '2024-09-03' })]);
  });

  it('moves it again from where it was moved to', () => {
    const moved = meetingRescheduled({
      ...scheduled.data,
      scheduledFor: '2024-09-05',
      previouslyFor: '2024-09-03',
    });
    given(rescheduleMeeting, [scheduled, moved], { facts })
      .when({ meetingId, scheduledFor: '2024-09-06' })
      .then([meetingRescheduled({ ...moved.data, scheduledFor: '2024-09-06', previouslyFor: '2024-09-05' })]);
  });

  it('changes nothing when it stands on that day already', () => {
    given(rescheduleMeeting, [scheduled], { facts }).when({ meetingId, scheduledFor: '2024-09-03' }).then([]);
  });

  it('refuses a meeting that is unknown, held, cancelled, or would fall after the unit was closed', () => {
    const to = { meetingId, scheduledFor: '2025-07-01' };
    given(rescheduleMeeting, [], { facts }).when(to).thenRefused('meeting.unknown');
    given(rescheduleMeeting, [scheduled, held], { facts })
      .when(to)
      .thenRefused('meeting.not-scheduled', { status: 'held' });
    given(rescheduleMeeting, [scheduled, cancelled], { facts })
      .when(to)
      .thenRefused('meeting.not-scheduled', { status: 'cancelled' });
    given(rescheduleMeeting, [scheduled], { facts: { unit: closed } })
      .when(to)
      .thenRefused('meeting.unit-not-open');
  });
});

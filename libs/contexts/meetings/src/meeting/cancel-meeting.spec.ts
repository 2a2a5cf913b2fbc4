import { derivedId } from '#kernel';
import { given } from '#testing';
import { cancelMeeting } from './cancel-meeting.js';
import { meetingCancelled, meetingHeld, meetingScheduled } from './meeting.js';

const meetingId = derivedId('spec', 'meeting');
const unitId = derivedId('spec', 'chi bộ ấp 3');
const scheduled = meetingScheduled({ meetingId, unitId, kind: 'regular', scheduledFor: '2024-09-03' });
const cancelled = meetingCancelled(scheduled.data);
const held = meetingHeld({ ...scheduled.data, heldOn: '2024-09-03', durationMinutes: 95, expectedCadreIds: [] });

describe('cancel-meeting', () => {
  const body = { meetingId, reason: 'Trùng ngày bầu cử' };

  it('cancels a scheduled meeting', () => {
    given(cancelMeeting, [scheduled]).when(body).then([cancelled]);
  });

  it('changes nothing when it is cancelled already', () => {
    given(cancelMeeting, [scheduled, cancelled]).when(body).then([]);
  });

  it('refuses a meeting that is unknown or took place', () => {
    given(cancelMeeting, []).when(body).thenRefused('meeting.unknown');
    given(cancelMeeting, [scheduled, held]).when(body).thenRefused('meeting.already-held', { heldOn: '2024-09-03' });
  });
});

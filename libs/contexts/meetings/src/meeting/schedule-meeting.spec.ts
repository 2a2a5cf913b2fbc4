import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId } from '#kernel';
import { given, someActor } from '#testing';
import { meetingScheduled } from './meeting.js';
import { scheduleMeeting } from './schedule-meeting.js';

const meetingId = derivedId('spec', 'meeting');
const unitId = derivedId('spec', 'chi bộ ấp 3');
const open = { ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01' };
const closed = { ...open, status: 'closed' as const, closedOn: '2025-06-30' };
const facts = { unit: open };
const scheduled = meetingScheduled({ meetingId, unitId, kind: 'regular', scheduledFor: '2024-09-03' });

describe('schedule-meeting', () => {
  const body = { meetingId, unitId, kind: 'regular', scheduledFor: '2024-09-03' } as const;

  it('plans a meeting of an open unit', () => {
    given(scheduleMeeting, [], { facts }).when(body).then([scheduled]);
  });

  it('refuses an id that is in use', () => {
    given(scheduleMeeting, [scheduled], { facts })
      .when(body)
      .thenRefused('meeting.already-exists', { meetingId, status: 'scheduled' });
  });

  it('leaves a meeting of a series to whoever was quicker, and drops it when the unit is closed by then', () => {
    const system = { ...someActor, role: 'system' as const };
    given(scheduleMeeting, [scheduled], { facts, actor: system }).when(body).then([]);
    given(scheduleMeeting, [], { facts, actor: system }).when(body).then([scheduled]);
    given(scheduleMeeting, [], { facts: { unit: closed }, actor: system })
      .when({ ...body, scheduledFor: '2025-07-01' })
      .then([]);
  });

  it('refuses a unit that is unknown', () => {
    given(scheduleMeeting, [], { facts: { unit: unitRecord.initialState } })
      .when(body)
      .thenRefused('unit.unknown', { unitId });
  });

  it('judges the unit on the day of the meeting: its last day is its last meeting', () => {
    const meets = given(scheduleMeeting, [], { facts: { unit: closed } });
    meets
      .when({ ...body, scheduledFor: '2025-06-30' })
      .then([meetingScheduled({ ...scheduled.data, scheduledFor: '2025-06-30' })]);
    meets
      .when({ ...body, scheduledFor: '2025-07-01' })
      .thenRefused('meeting.unit-not-open', { day: '2025-07-01', closedOn: '2025-06-30' });
    meets.when({ ...body, scheduledFor: '2015-12-31' }).thenRefused('meeting.unit-not-open');
  });
});

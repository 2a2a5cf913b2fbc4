import { derivedId, type DomainError } from '#kernel';
import { validateBody } from '#platform';
import { CancelMeeting } from './cancel-meeting.js';
import { HoldMeeting } from './hold-meeting.js';
import { RecordTurnout } from './record-turnout.js';
import { ScheduleMeeting } from './schedule-meeting.js';

const meetingId = derivedId('spec', 'meeting');
const unitId = derivedId('spec', 'chi bộ ấp 3');
const schedule = { meetingId, unitId, kind: 'regular', scheduledFor: '2024-09-03' };
const hold = { meetingId, heldOn: '2024-09-03', durationMinutes: 95 };
const turnout = { meetingId, onRoll: 23, exempt: 3, present: 18, excused: 2, unexcused: 0 };

function wrong(type: new () => object, body: object): readonly string[] {
  try {
    validateBody(type, body);
    return [];
  } catch (error) {
    return [...new Set((error as DomainError).fields.map(({ field }) => field))];
  }
}

describe('bodies of the meetings’ acts', () => {
  it('are accepted when complete', () => {
    expect(wrong(ScheduleMeeting, schedule)).toEqual([]);
    expect(wrong(HoldMeeting, hold)).toEqual([]);
    expect(wrong(HoldMeeting, { ...hold, unitId, kind: 'committee' })).toEqual([]);
    expect(wrong(CancelMeeting, { meetingId, reason: 'Trùng ngày bầu cử' })).toEqual([]);
    expect(wrong(RecordTurnout, { ...turnout, excusedMemberIds: [unitId], enteredFor: unitId })).toEqual([]);
  });

  it.each([
    [ScheduleMeeting, { ...schedule, scheduledFor: '2024-02-30' }, 'scheduledFor'],
    [ScheduleMeeting, { ...schedule, kind: 'đột xuất' }, 'kind'],
    [HoldMeeting, { ...hold, durationMinutes: 0 }, 'durationMinutes'],
    [HoldMeeting, { ...hold, durationMinutes: 90.5 }, 'durationMinutes'],
    [HoldMeeting, { ...hold, expectedCadreIds: [unitId] }, 'expectedCadreIds'],
    [CancelMeeting, { meetingId }, 'reason'],
    [CancelMeeting, { meetingId, reason: '  ' }, 'reason'],
    [RecordTurnout, { ...turnout, present: -1 }, 'present'],
    [RecordTurnout, { ...turnout, onRoll: '23' }, 'onRoll'],
    [RecordTurnout, { ...turnout, excusedMemberIds: ['Nguyễn Văn An'] }, 'excusedMemberIds'],
    [RecordTurnout, { ...turnout, excusedMemberIds: [unitId, unitId] }, 'excusedMemberIds'],
    [RecordTurnout, { ...turnout, unexcusedMemberIds: unitId }, 'unexcusedMemberIds'],
  ])('%p refuses what is wrong in %j: %s', (type, body, field) => {
    expect(wrong(type, body)).toContain(field);
  });
});

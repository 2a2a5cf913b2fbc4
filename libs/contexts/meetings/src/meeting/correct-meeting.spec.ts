import { unitRecord } from '#contexts/org-units/contracts';
import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId, fold } from '#kernel';
import { given, today } from '#testing';
import { judgeStandard } from '../rule-packs/meeting-standard.js';
import { CorrectMeeting, correctMeeting } from './correct-meeting.js';
import {
  attendanceRecorded,
  factDay,
  meeting,
  meetingCorrected,
  meetingHeld,
  meetingScheduled,
  turnoutRecorded,
} from './meeting.js';

const [meetingId, unitId, cadreId, gone] = ['meeting', 'chi bộ ấp 3', 'cadre', 'gone'].map((name) =>
  derivedId('spec', name),
) as [string, string, string, string];
const [pack] = shippedPacks('meeting-standard');
const unit = { ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01' };
const facts = { unit, pack, expectedCadreIds: [cadreId] };
const heldOn = '2024-08-05';
const held = meetingHeld({
  ...{ meetingId, unitId, kind: 'regular', scheduledFor: null, heldOn, durationMinutes: 95 },
  expectedCadreIds: [cadreId, gone],
});
const mark = (of: string) =>
  attendanceRecorded({
    meetingId,
    unitId,
    heldOn,
    cadreId: of,
    mark: 'present',
    previousMark: null,
    wasExpected: true,
  });
const turnout = {
  ...{ onRoll: 23, exempt: 3, present: 18, excused: 2, unexcused: 0 },
  ...{ excusedMemberIds: [], unexcusedMemberIds: [] },
};
const judgement = judgeStandard({ kind: 'regular', heldOn, durationMinutes: 95, turnout }, pack);
const counted = turnoutRecorded({ meetingId, unitId, kind: 'regular', heldOn, turnout, judgement, previous: null });
const before = {
  ...{ kind: 'regular' as const, heldOn, durationMinutes: 95, expectedCadreIds: [cadreId, gone] },
  ...{
    marks: [cadreId, gone].map((id) => ({ cadreId: id, mark: 'present' as const })),
    turnout: { turnout, judgement },
  },
};
const history = [held, mark(cadreId), mark(gone), counted];
const body = { meetingId, reason: 'Nhập nhầm ngày' };

describe('correct-meeting', () => {
  it('takes the meeting away whole and puts it on the right day; who was not assigned then falls out', () => {
    const after = {
      ...{ ...before, heldOn: '2024-07-31', expectedCadreIds: [cadreId] },
      marks: [{ cadreId, mark: 'present' as const }],
    };
    const corrected = meetingCorrected({ meetingId, unitId, before, after });
    given(correctMeeting, history, { facts })
      .when({ ...body, heldOn: '2024-07-31' })
      .then([corrected]);
    const state = fold(meeting, [...history, corrected]);
    expect(state).toMatchObject({ heldOn: '2024-07-31', firstHeldOn: heldOn, expectedCadreIds: [cadreId] });
    expect([...state.marks.keys()]).toEqual([cadreId]);
  });

  it('judges the turnout anew by the right duration', () => {
    const short = judgeStandard({ kind: 'regular', heldOn, durationMinutes: 80, turnout }, pack);
    expect(short).toMatchObject({ proposal: 'not-up-to-standard' });
    const all = { ...facts, expectedCadreIds: [cadreId, gone] };
    given(correctMeeting, history, { facts: all })
      .when({ ...body, durationMinutes: 80 })
      .then([
        meetingCorrected({
          ...{ meetingId, unitId, before },
          after: { ...before, durationMinutes: 80, turnout: { turnout, judgement: short } },
        }),
      ]);
  });

  it('counts a cadre assigned late among those it takes away', () => {
    const late = { ...mark(gone).data, cadreId: gone, wasExpected: false };
    const alone = meetingHeld({ ...held.data, expectedCadreIds: [] });
    given(correctMeeting, [alone, attendanceRecorded(late)], { facts })
      .when({ ...body, kind: 'thematic' })
      .then([
        meetingCorrected({
          ...{ meetingId, unitId },
          before: { ...before, expectedCadreIds: [gone], marks: [{ cadreId: gone, mark: 'present' }], turnout: null },
          after: { ...before, kind: 'thematic', expectedCadreIds: [cadreId], marks: [], turnout: null },
        }),
      ]);
  });

  it('changes nothing when all is as it was', () => {
    given(correctMeeting, history, { facts })
      .when({ ...body, heldOn, kind: 'regular', durationMinutes: 95 })
      .then([]);
  });

  it('refuses a day to come, one on which the unit was not open, and a conference out of a meeting', () => {
    given(correctMeeting, history, { facts })
      .when({ ...body, heldOn: '2024-09-01' })
      .thenRefused('meeting.held-in-future', { today });
    given(correctMeeting, history, { facts })
      .when({ ...body, heldOn: '2015-12-31' })
      .thenRefused('meeting.unit-not-open');
    given(correctMeeting, history, { facts })
      .when({ ...body, kind: 'listening-conference' })
      .thenRefused('meeting.conference-stays-one');
  });

  it('refuses a meeting that is unknown or was not held', () => {
    const scheduled = meetingScheduled({ meetingId, unitId, kind: 'regular', scheduledFor: heldOn });
    given(correctMeeting, [], { facts }).when(body).thenRefused('meeting.unknown');
    given(correctMeeting, [scheduled], { facts }).when(body).thenRefused('meeting.not-held');
  });

  it('is dated by the day of the fact that it corrects, and later facts never before that', () => {
    const command = Object.assign(new CorrectMeeting(), { ...body, heldOn: '2024-07-31' });
    expect(correctMeeting.effectiveAt!(command, fold(meeting, history))).toBe(heldOn);
    const moved = (day: string) => meetingCorrected({ meetingId, unitId, before, after: { ...before, heldOn: day } });
    expect(factDay(fold(meeting, [...history, moved('2024-07-31')]))).toBe(heldOn);
    expect(factDay(fold(meeting, [...history, moved('2024-08-20')]))).toBe('2024-08-20');
  });
});

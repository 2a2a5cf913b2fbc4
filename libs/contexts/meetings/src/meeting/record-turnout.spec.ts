import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId } from '#kernel';
import { given } from '#testing';
import { judgeStandard } from '../rule-packs/meeting-standard.js';
import { meetingHeld, meetingScheduled, turnoutRecorded } from './meeting.js';
import { recordTurnout } from './record-turnout.js';

const meetingId = derivedId('spec', 'meeting');
const unitId = derivedId('spec', 'chi bộ ấp 3');
const [an, binh, chau] = ['an', 'bình', 'châu'].map((name) => derivedId('spec', 'member', name)).sort() as [
  string,
  string,
  string,
];
const [pack] = shippedPacks('meeting-standard');
const heldOn = '2024-08-05';
const held = meetingHeld({
  meetingId,
  unitId,
  kind: 'regular',
  scheduledFor: null,
  heldOn,
  durationMinutes: 95,
  expectedCadreIds: [],
});
const counts = { onRoll: 23, exempt: 3, present: 18, excused: 2, unexcused: 0 };
const turnout = { ...counts, excusedMemberIds: [], unexcusedMemberIds: [] };
const judgement = judgeStandard({ kind: 'regular', heldOn, durationMinutes: 95, turnout }, pack);
const recordedOnce = turnoutRecorded({
  meetingId,
  unitId,
  kind: 'regular',
  heldOn,
  turnout,
  judgement,
  previous: null,
});

describe('record-turnout', () => {
  it('records the counts and what the rule pack of that day says of them', () => {
    given(recordTurnout, [held], { facts: { pack } })
      .when({ meetingId, ...counts })
      .then([recordedOnce]);
    expect(judgement).toMatchObject({ pack: '12-HD', proposal: 'up-to-standard' });
  });

  it('replaces the counts and keeps those before', () => {
    const corrected = { ...turnout, present: 17, unexcused: 1 };
    given(recordTurnout, [held, recordedOnce], { facts: { pack } })
      .when({ meetingId, ...counts, present: 17, unexcused: 1 })
      .then([
        turnoutRecorded({
          ...recordedOnce.data,
          turnout: corrected,
          judgement: judgeStandard({ kind: 'regular', heldOn, durationMinutes: 95, turnout: corrected }, pack),
          previous: { turnout, judgement },
        }),
      ]);
  });

  it('names absent members by id, in one order', () => {
    given(recordTurnout, [held], { facts: { pack } })
      .when({ meetingId, ...counts, excusedMemberIds: [binh, an] })
      .then([turnoutRecorded({ ...recordedOnce.data, turnout: { ...turnout, excusedMemberIds: [an, binh] } })]);
  });

  it('changes nothing when the same stands already', () => {
    given(recordTurnout, [held, recordedOnce], { facts: { pack } })
      .when({ meetingId, ...counts })
      .then([]);
    const named = turnoutRecorded({ ...recordedOnce.data, turnout: { ...turnout, excusedMemberIds: [an, binh] } });
    given(recordTurnout, [held, named], { facts: { pack } })
      .when({ meetingId, ...counts, excusedMemberIds: [binh, an] })
      .then([]);
  });

  it('leaves those exempt out of the base', () => {
    given(recordTurnout, [held], { facts: { pack } })
      .when({ meetingId, ...counts, present: 21 })
      .thenRefused('turnout.does-not-add-up', { base: 20, counted: 23 });
    given(recordTurnout, [held], { facts: { pack } })
      .when({ meetingId, ...counts, exempt: 24 })
      .thenRefused('request.invalid');
  });

  it('refuses more names than it counts, and a member named for two things', () => {
    given(recordTurnout, [held], { facts: { pack } })
      .when({ meetingId, ...counts, excusedMemberIds: [an, binh, chau] })
      .thenRefused('request.invalid');
    given(recordTurnout, [held], { facts: { pack } })
      .when({ meetingId, ...counts, unexcusedMemberIds: [an] })
      .thenRefused('request.invalid');
    given(recordTurnout, [held], { facts: { pack } })
      .when({ meetingId, ...counts, present: 17, unexcused: 1, excusedMemberIds: [an], unexcusedMemberIds: [an] })
      .thenRefused('turnout.member-named-twice', { memberId: an });
  });

  it('refuses a meeting that is unknown, not held, or has delegates instead of members', () => {
    const scheduled = meetingScheduled({ meetingId, unitId, kind: 'regular', scheduledFor: heldOn });
    const conference = meetingHeld({ ...held.data, kind: 'listening-conference' });
    given(recordTurnout, [], { facts: { pack } })
      .when({ meetingId, ...counts })
      .thenRefused('meeting.unknown');
    given(recordTurnout, [scheduled], { facts: { pack } })
      .when({ meetingId, ...counts })
      .thenRefused('meeting.not-held', { status: 'scheduled' });
    given(recordTurnout, [conference], { facts: { pack } })
      .when({ meetingId, ...counts })
      .thenRefused('meeting.has-delegates');
  });
});

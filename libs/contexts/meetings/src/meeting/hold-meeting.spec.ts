import { roster } from '#contexts/assignments/contracts';
import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId, streamName, type Reader } from '#kernel';
import { given, today } from '#testing';
import { HoldMeeting, holdMeeting } from './hold-meeting.js';
import { meeting, meetingCancelled, meetingHeld, meetingScheduled } from './meeting.js';

const meetingId = derivedId('spec', 'meeting');
const unitId = derivedId('spec', 'chi bộ ấp 3');
const cadreId = derivedId('spec', 'cadre');
const successor = derivedId('spec', 'successor');
const heldOn = '2024-08-05';

const unit = { ...unitRecord.initialState, status: 'open' as const, openedOn: '2016-01-01' };
const facts = { unit, expectedCadreIds: [cadreId] };
const scheduled = meetingScheduled({ meetingId, unitId, kind: 'regular', scheduledFor: '2024-08-03' });
const held = meetingHeld({
  meetingId,
  unitId,
  kind: 'regular',
  scheduledFor: '2024-08-03',
  heldOn,
  durationMinutes: 95,
  expectedCadreIds: [cadreId],
});
const body = { meetingId, heldOn, durationMinutes: 95 };

describe('hold-meeting', () => {
  it('takes unit and kind from the schedule, on whatever day it was held', () => {
    given(holdMeeting, [scheduled], { facts }).when(body).then([held]);
    given(holdMeeting, [scheduled], { facts })
      .when({ ...body, unitId, kind: 'regular' })
      .then([held]);
  });

  it('records a meeting that nobody had scheduled', () => {
    given(holdMeeting, [], { facts })
      .when({ ...body, unitId, kind: 'extraordinary' })
      .then([meetingHeld({ ...held.data, kind: 'extraordinary', scheduledFor: null })]);
  });

  it('asks for unit and kind when there is no schedule', () => {
    given(holdMeeting, [], { facts })
      .when({ ...body, kind: 'regular' })
      .thenRefused('request.invalid');
    given(holdMeeting, [], { facts })
      .when({ ...body, unitId })
      .thenRefused('request.invalid');
  });

  it('refuses to hold another meeting than the one scheduled', () => {
    given(holdMeeting, [scheduled], { facts })
      .when({ ...body, kind: 'thematic' })
      .thenRefused('meeting.scheduled-otherwise', { unitId, kind: 'regular' });
    given(holdMeeting, [scheduled], { facts })
      .when({ ...body, unitId: cadreId })
      .thenRefused('meeting.scheduled-otherwise');
  });

  it('refuses a day to come; today is not one', () => {
    given(holdMeeting, [scheduled], { facts })
      .when({ ...body, heldOn: '2024-08-30' })
      .thenRefused('meeting.held-in-future', { heldOn: '2024-08-30', today });
    given(holdMeeting, [scheduled], { facts })
      .when({ ...body, heldOn: today })
      .then([meetingHeld({ ...held.data, heldOn: today })]);
  });

  it('is held once: the same again changes nothing, anything else is refused', () => {
    given(holdMeeting, [scheduled, held], { facts }).when(body).then([]);
    given(holdMeeting, [scheduled, held], { facts })
      .when({ ...body, durationMinutes: 120 })
      .thenRefused('meeting.already-held', { heldOn });
  });

  it('refuses a cancelled meeting', () => {
    given(holdMeeting, [scheduled, meetingCancelled(scheduled.data)], { facts })
      .when(body)
      .thenRefused('meeting.cancelled');
  });

  it('refuses a unit that is unknown or did not exist on that day', () => {
    given(holdMeeting, [scheduled], { facts: { ...facts, unit: unitRecord.initialState } })
      .when(body)
      .thenRefused('unit.unknown', { unitId });
    given(holdMeeting, [scheduled], {
      facts: { ...facts, unit: { ...unit, status: 'closed', closedOn: '2024-08-04' } },
    })
      .when(body)
      .thenRefused('meeting.unit-not-open', { unitId, day: heldOn });
  });
});

describe('hold-meeting, what it reads', () => {
  const assignment = { assignmentId: derivedId('spec', 'assignment'), cadreId, from: '2024-01-01', to: '2024-08-05' };
  const entries = [
    assignment,
    { ...assignment, assignmentId: derivedId('spec', 'twice') },
    { ...assignment, assignmentId: derivedId('spec', 'next'), cadreId: successor, from: '2024-08-06', to: null },
  ];
  const states = new Map<string, unknown>([
    [streamName(roster, unitId), { entries }],
    [streamName(unitRecord, unitId), unit],
  ]);
  const read: Reader = {
    state: async (of, id) => (states.get(streamName(of, id)) ?? of.initialState) as typeof of.initialState,
    origin: () => Promise.resolve(undefined),
  };
  const factsOf = (over: object) =>
    holdMeeting.facts!(
      Object.assign(new HoldMeeting(), body, { unitId, kind: 'regular' }, over),
      meeting.initialState,
      read,
    );

  it('expects whoever was assigned on that day, once each', async () => {
    expect(await factsOf({})).toEqual({ unit, expectedCadreIds: [cadreId] });
    expect(await factsOf({ heldOn: '2024-08-06' })).toEqual({ unit, expectedCadreIds: [successor] });
    expect(await factsOf({ heldOn: '2023-12-31' })).toEqual({ unit, expectedCadreIds: [] });
  });

  it('expects them at every kind of meeting but a listening conference', async () => {
    for (const kind of ['thematic', 'extraordinary', 'committee']) {
      expect(await factsOf({ kind })).toMatchObject({ expectedCadreIds: [cadreId] });
    }
    expect(await factsOf({ kind: 'listening-conference' })).toMatchObject({ expectedCadreIds: [] });
  });

  it('goes by the schedule rather than by the command', async () => {
    const state = { ...meeting.initialState, status: 'scheduled' as const, unitId, kind: 'regular' as const };
    const command = Object.assign(new HoldMeeting(), body, { unitId: cadreId, kind: 'listening-conference' as const });
    expect(await holdMeeting.facts!(command, state, read)).toEqual({ unit, expectedCadreIds: [cadreId] });
  });
});

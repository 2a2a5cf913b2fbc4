import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId } from '#kernel';
import { given, someActor } from '#testing';
import { meetingHeld, meetingScored, minutesRecorded, turnoutRecorded, type MeetingEvent } from './meeting.js';
import { scoreMeeting, type StatedGate } from './score-meeting.js';

const [meetingId, unitId] = ['meeting', 'chi bộ ấp 3'].map((name) => derivedId('spec', name)) as [string, string];
const [pack] = shippedPacks('meeting-standard');
const heldOn = '2024-08-05';
const common = { meetingId, unitId, kind: 'regular' as const, heldOn };
const held = meetingHeld({ ...common, scheduledFor: null, durationMinutes: 95, expectedCadreIds: [] });
const counted = (present: number) =>
  turnoutRecorded({
    ...common,
    turnout: {
      ...{ onRoll: 23, exempt: 3, present, excused: 20 - present, unexcused: 0 },
      ...{ excusedMemberIds: [], unexcusedMemberIds: [] },
    },
    ...{ judgement: null, previous: null },
  });
const written = minutesRecorded({
  ...common,
  minutes: {
    ...{ contents: ['a'], conclusions: ['b'], isPrepared: true, speakers: 6 },
    ...{ checklist: [], labelsVersion: null },
  },
  ...{ judgement: null, previousJudgement: null, isReplacement: false },
});
const items = (total: number) => [
  { criterion: 'Chuẩn bị', points: 40, outOf: 40 },
  { criterion: 'Tiến hành', points: total - 40, outOf: 60 },
];
const speakers: StatedGate[] = [{ gate: 'speakers', isPassed: true }];
const body = (total: number) => ({ meetingId, sheet: 'own' as const, items: items(total), gates: speakers });
const whole = [held, counted(18), written];

function scored(events: readonly MeetingEvent[], sent: ReturnType<typeof body> & { grade?: 'good' | 'fair' }) {
  const command = Object.assign(new scoreMeeting.command(), sent);
  const state = events.reduce(
    (before, event) => scoreMeeting.aggregate.evolve(before, event),
    scoreMeeting.aggregate.initialState,
  );
  const context = { actor: someActor, commandId: meetingId, today: heldOn, facts: { pack } };
  return (scoreMeeting.decide(command, state, context)[0] as ReturnType<typeof meetingScored>).data.score;
}

describe('score-meeting', () => {
  it('proposes the grade of the total when every gate is passed', () => {
    const score = scored(whole, body(92));
    expect(score).toMatchObject({ total: 92, proposal: 'good', grade: null, pack: '12-HD', packVersion: 1 });
    expect(score.gates).toEqual([
      { gate: 'turnout', outcome: 'satisfied', figure: 90, asked: 85, isStated: false },
      { gate: 'duration', outcome: 'satisfied', figure: 95, asked: 90, isStated: false },
      { gate: 'speakers', outcome: 'satisfied', figure: 30, asked: null, isStated: true },
      { gate: 'minutes', outcome: 'satisfied', figure: null, asked: null, isStated: false },
    ]);
    expect(scored(whole, body(89.99)).proposal).toBe('fair');
    expect(scored(whole, body(69)).proposal).toBe('average');
    expect(scored(whole, body(49)).proposal).toBe('poor');
  });

  it('90 points and more with a failed gate are only "khá"; a low total stays low', () => {
    const failed = [held, counted(17), written];
    expect(scored(failed, body(98)).proposal).toBe('fair');
    expect(scored(failed, body(60)).proposal).toBe('average');
    expect(scored(whole, { ...body(98), gates: [{ gate: 'speakers', isPassed: false }] }).proposal).toBe('fair');
  });

  it('proposes nothing while a gate that would decide is unknown', () => {
    expect(scored(whole, { ...body(98), gates: [] }).proposal).toBeNull();
    expect(scored([held], body(98)).proposal).toBeNull();
    expect(scored([held], body(75)).proposal).toBe('fair');
  });

  it('holds what a fact tells against what is said', () => {
    const said = { ...body(98), gates: [...speakers, { gate: 'turnout' as const, isPassed: true }] };
    expect(scored([held, counted(10), written], said).proposal).toBe('fair');
  });

  it('records the grade of a person; another than proposed needs a reason', () => {
    const sent = { ...body(92), grade: 'fair' as const };
    given(scoreMeeting, whole, { facts: { pack } })
      .when(sent)
      .thenRefused('meeting.grade-needs-reason', { proposal: 'good', grade: 'fair' });
    given(scoreMeeting, whole, { facts: { pack } })
      .when({ ...sent, reason: 'Thảo luận hình thức' })
      .then([
        meetingScored({
          ...{ meetingId, unitId, heldOn, sheet: 'own', scoredByUnitId: someActor.unitId, previous: null },
          score: { ...scored(whole, body(92)), grade: 'fair' },
        }),
      ]);
  });

  it('keeps two sheets side by side; the superior’s is not the cell’s to fill in', () => {
    const own = meetingScored({
      ...{ meetingId, unitId, heldOn, sheet: 'own', scoredByUnitId: unitId, previous: null },
      score: scored(whole, body(92)),
    });
    const superior = { ...body(85), sheet: 'superior' as const };
    given(scoreMeeting, [...whole, own], { facts: { pack } })
      .when(superior)
      .then([
        meetingScored({
          ...{ meetingId, unitId, heldOn, sheet: 'superior', scoredByUnitId: someActor.unitId, previous: null },
          score: scored(whole, body(85)),
        }),
      ]);
    given(scoreMeeting, [...whole, own], { facts: { pack }, actor: { ...someActor, unitId } })
      .when(superior)
      .thenRefused('meeting.scored-by-superior');
    given(scoreMeeting, [...whole, own], { facts: { pack } })
      .when(body(92))
      .then([]);
  });

  it('refuses a sheet that is not out of the full points, or with more points than a line has', () => {
    const [first] = items(90) as [typeof items extends (total: number) => (infer Item)[] ? Item : never];
    given(scoreMeeting, whole, { facts: { pack } })
      .when({ ...body(90), items: [first] })
      .thenRefused('meeting.sheet-incomplete', { outOf: 40, asked: 100 });
    given(scoreMeeting, whole, { facts: { pack } })
      .when({ ...body(90), items: [{ ...first, points: 41 }] })
      .thenRefused('request.invalid');
  });

  it('refuses where no pack has a sheet, and a meeting that was not held', () => {
    given(scoreMeeting, whole, { facts: { pack: undefined } })
      .when(body(90))
      .thenRefused('meeting.no-score-sheet');
    given(scoreMeeting, [meetingHeld({ ...held.data, kind: 'committee' })], { facts: { pack } })
      .when(body(90))
      .thenRefused('meeting.no-score-sheet');
    given(scoreMeeting, [], { facts: { pack } }).when(body(90)).thenRefused('meeting.unknown');
  });
});

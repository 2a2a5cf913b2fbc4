import { shippedPacks } from '#contexts/rule-packs/contracts';
import { derivedId } from '#kernel';
import { given } from '#testing';
import { placeholderLabels } from '../checklist/labels-in-force.js';
import { judgeStandard } from '../rule-packs/meeting-standard.js';
import { meetingHeld, meetingScheduled, minutesRecorded, turnoutRecorded } from './meeting.js';
import { recordMinutes } from './record-minutes.js';

const [meetingId, unitId] = ['meeting', 'chi bộ ấp 3'].map((name) => derivedId('spec', name)) as [string, string];
const [pack] = shippedPacks('meeting-standard');
const facts = { pack, labels: { version: 0, labels: placeholderLabels } };
const heldOn = '2024-08-05';
const common = { meetingId, unitId, kind: 'regular' as const, heldOn };
const held = meetingHeld({ ...common, scheduledFor: null, durationMinutes: 95, expectedCadreIds: [] });
const turnout = {
  ...{ onRoll: 23, exempt: 3, present: 18, excused: 2, unexcused: 0 },
  ...{ excusedMemberIds: [], unexcusedMemberIds: [] },
};
const judged = { kind: 'regular' as const, heldOn, durationMinutes: 95, turnout };
const judgement = judgeStandard(judged, pack);
const counted = turnoutRecorded({ ...common, turnout, judgement, previous: null });
const body = { meetingId, contents: ['Nghị quyết tháng 8'], conclusions: ['Vận động làm đường'], isPrepared: true };
const minutes = { contents: body.contents, conclusions: body.conclusions, isPrepared: true, speakers: null };
const plain = { ...minutes, checklist: [], labelsVersion: null };
const unlabelled = { facts: { pack, labels: undefined } };

describe('record-minutes', () => {
  it('keeps contents and conclusions, and judges the turnout recorded so far anew', () => {
    given(recordMinutes, [held, counted], unlabelled)
      .when(body)
      .then([
        minutesRecorded({
          ...{ ...common, minutes: plain, isReplacement: false },
          judgement: judgeStandard({ ...judged, minutes: plain }, pack),
          previousJudgement: judgement,
        }),
      ]);
  });

  it('judges nothing before the turnout is known', () => {
    given(recordMinutes, [held], unlabelled)
      .when(body)
      .then([
        minutesRecorded({ ...common, minutes: plain, judgement: null, previousJudgement: null, isReplacement: false }),
      ]);
  });

  it('keeps the checklist in the order of its codes and in the words of the day', () => {
    const [recorded] = [
      minutesRecorded({
        ...common,
        minutes: {
          ...minutes,
          checklist: [
            { code: 'grasp-2', label: placeholderLabels[1]!.text, outcome: 'done', note: null },
            { code: 'check-3', label: placeholderLabels[10]!.text, outcome: 'partly', note: 'Thiếu sổ sách' },
          ],
          labelsVersion: 0,
        },
        ...{ judgement: null, previousJudgement: null, isReplacement: false },
      }),
    ];
    given(recordMinutes, [held], { facts })
      .when({
        ...body,
        checklist: [
          { code: 'check-3', outcome: 'partly', note: 'Thiếu sổ sách' },
          { code: 'grasp-2', outcome: 'done' },
        ],
      })
      .then([recorded!]);
  });

  it('replaces minutes, and changes nothing when the same stand already', () => {
    const once = minutesRecorded({
      ...{ ...common, minutes: plain, isReplacement: false },
      ...{ judgement: null, previousJudgement: null },
    });
    given(recordMinutes, [held, once], unlabelled).when(body).then([]);
    given(recordMinutes, [held, once], unlabelled)
      .when({ ...body, speakers: 4 })
      .then([minutesRecorded({ ...once.data, minutes: { ...plain, speakers: 4 }, isReplacement: true })]);
  });

  it('refuses more speakers than were present, and a meeting that is unknown or not held', () => {
    given(recordMinutes, [held, counted], unlabelled)
      .when({ ...body, speakers: 19 })
      .thenRefused('minutes.more-speakers-than-present', { speakers: 19, present: 18 });
    given(recordMinutes, [], unlabelled).when(body).thenRefused('meeting.unknown');
    const scheduled = meetingScheduled({ meetingId, unitId, kind: 'regular', scheduledFor: heldOn });
    given(recordMinutes, [scheduled], unlabelled).when(body).thenRefused('meeting.not-held');
  });
});

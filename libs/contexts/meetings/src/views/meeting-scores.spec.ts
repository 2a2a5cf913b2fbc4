import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { meetingScored } from '../meeting/meeting.js';
import { meetingScores } from './meeting-scores.js';

const [meetingId, unitId, commune] = ['meeting', 'unit', 'commune'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
];
const gate = { gate: 'turnout' as const, figure: 80, asked: 85, isStated: false };
const score = {
  ...{ items: [{ criterion: 'Nội dung', points: 92, outOf: 100 }], total: 92, proposal: 'fair' as const },
  ...{ gates: [{ ...gate, outcome: 'not-satisfied' as const }], grade: null, pack: '12-HD', packVersion: 1 },
};
const own = meetingScored({
  ...{ meetingId, unitId, heldOn: '2024-09-03', sheet: 'own', scoredByUnitId: unitId, score, previous: null },
});
const row = {
  ...{ meetingId, sheet: 'own', unitId, scoredFor: '2024-09-03', scoredByUnitId: unitId },
  ...{ ...score, failedGates: 1, reason: null },
};

describe('meeting_scores', () => {
  it('keeps two sheets side by side, each as scored last', () => {
    const superior = meetingScored({
      ...{ ...own.data, sheet: 'superior', scoredByUnitId: commune },
      score: { ...score, total: 70, grade: 'average' },
    });
    const again = meetingScored({ ...own.data, score: { ...score, total: 91 }, previous: score });
    expect(project(meetingScores, recorded([own]))).toEqual([row]);
    expect(project(meetingScores, recorded([own, superior, again], { reason: 'Thảo luận ít' }))).toEqual([
      { ...row, total: 91, reason: 'Thảo luận ít' },
      {
        ...{ ...row, sheet: 'superior', scoredByUnitId: commune },
        ...{ total: 70, grade: 'average', reason: 'Thảo luận ít' },
      },
    ]);
  });
});

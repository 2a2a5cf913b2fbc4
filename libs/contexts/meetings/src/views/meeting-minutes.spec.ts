import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded, someActor } from '#testing';
import { minutesRecorded } from '../meeting/meeting.js';
import { meetingMinutes } from './meeting-minutes.js';

const [meetingId, unitId] = ['meeting', 'unit'].map((name) => derivedId('spec', name)) as [string, string];
const minutes = {
  ...{ contents: ['a'], conclusions: ['b'], isPrepared: true, speakers: 6, labelsVersion: 2 },
  checklist: [
    { code: 'grasp-1' as const, label: 'Nắm tư tưởng', outcome: 'done' as const, note: null },
    { code: 'check-1' as const, label: 'Kiểm việc chi', outcome: 'partly' as const, note: 'Thiếu sổ' },
  ],
};
const written = minutesRecorded({
  ...{ meetingId, unitId, kind: 'regular', heldOn: '2024-09-03', minutes },
  ...{ judgement: null, previousJudgement: null, isReplacement: false },
});
const row = { meetingId, unitId, ...minutes, checklistDone: 1, enteredBy: someActor.subject, enteredFor: null };

describe('meeting_minutes', () => {
  it('has the minutes as recorded last', () => {
    const again = minutesRecorded({ ...written.data, minutes: { ...minutes, speakers: 7 }, isReplacement: true });
    expect(project(meetingMinutes, recorded([written]))).toEqual([row]);
    expect(project(meetingMinutes, recorded([written, again]))).toEqual([{ ...row, speakers: 7 }]);
  });
});

import { readRules } from '#contexts/rule-packs/contracts';
import { meetingStandardPreview } from './meeting-standard-preview.js';

const fact = {
  ...{ kind: 'regular', meetingDate: '2024-08-05', durationMinutes: 60, recorded: 'not-up-to-standard', minutes: null },
  ...{ onRoll: 23, exempt: 3, present: 18, excused: 2, unexcused: 0 },
};
const draft = readRules('meeting-standard', {
  kinds: ['regular'],
  rules: [
    { rule: 'turnout-above', percent: 85 },
    { rule: 'lasts-at-least', minutes: 60 },
    { rule: 'minutes-complete' },
  ],
});

describe('what a draft would have said of a meeting', () => {
  it('stands beside what was proposed then', () => {
    expect(meetingStandardPreview.judge(fact, draft)).toEqual({
      ...{ recorded: 'not-up-to-standard', decided: null, proposed: 'up-to-standard' },
      reasons: [{ rule: 'minutes-complete', outcome: 'unknown', figure: null, asked: null }],
    });
  });

  it('looks at the minutes, where there are some', () => {
    const minutes = { contents: ['Nghị quyết'], conclusions: [], isPrepared: true };
    expect(meetingStandardPreview.judge({ ...fact, minutes }, draft)).toMatchObject({ proposed: 'not-up-to-standard' });
  });

  it('is silent about kinds that it does not judge', () => {
    expect(meetingStandardPreview.judge({ ...fact, kind: 'thematic' }, draft)).toBeNull();
  });
});

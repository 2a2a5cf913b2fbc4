import { given } from '#testing';
import { outdateCorrection } from './outdate-correction.js';
import { added, approved, correctionId, halfDone, rehearsed, requested } from './spec-correction.js';

const body = { correctionId, code: 'command.stale-version', applied: 7 };

describe('outdate-correction', () => {
  it('takes the approval back', () => {
    given(outdateCorrection, [requested, added, rehearsed, approved]).when(body).then([halfDone]);
    given(outdateCorrection, [requested, added, rehearsed]).when(body).thenRefused('correction.not-now');
  });
});

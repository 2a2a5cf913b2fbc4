import { given } from '#testing';
import { correctionWithdrawn } from './correction.js';
import { added, approved, correctionId, halfDone, person, rehearsed, requested, unitId } from './spec-correction.js';
import { withdrawCorrection } from './withdraw-correction.js';

const body = { correctionId, reason: 'Đề nghị nhầm' };
const actor = person('requester');

describe('withdraw-correction', () => {
  it('is for the one who requested it', () => {
    given(withdrawCorrection, [requested, added, rehearsed], { actor })
      .when(body)
      .then([correctionWithdrawn({ correctionId, unitId })]);
    given(withdrawCorrection, [requested], { actor: person('somebody') })
      .when(body)
      .thenRefused('correction.not-requester');
  });

  it('comes too late for what was approved or half carried out', () => {
    given(withdrawCorrection, [requested, added, rehearsed, approved], { actor })
      .when(body)
      .thenRefused('correction.not-now');
    given(withdrawCorrection, [requested, added, rehearsed, approved, halfDone], { actor })
      .when(body)
      .thenRefused('correction.partly-applied');
  });
});

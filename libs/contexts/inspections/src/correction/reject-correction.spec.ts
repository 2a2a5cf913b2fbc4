import { given } from '#testing';
import { correctionRejected } from './correction.js';
import { rejectCorrection } from './reject-correction.js';
import {
  added,
  applied,
  approved,
  correctionId,
  halfDone,
  id,
  person,
  rehearsed,
  requested,
  unitId,
} from './spec-correction.js';

const body = { correctionId, reason: 'Chưa đủ căn cứ' };
const actor = person('approver');

describe('reject-correction', () => {
  it('ends what is not approved yet', () => {
    const ended = correctionRejected({ correctionId, unitId, rejectedBy: id('approver') });
    given(rejectCorrection, [requested], { actor }).when(body).then([ended]);
    given(rejectCorrection, [requested, added, rehearsed], { actor }).when(body).then([ended]);
  });

  it('comes too late for what was approved or half carried out', () => {
    given(rejectCorrection, [requested, added, rehearsed, approved, applied], { actor })
      .when(body)
      .thenRefused('correction.not-now');
    given(rejectCorrection, [requested, added, rehearsed, approved, halfDone], { actor })
      .when(body)
      .thenRefused('correction.partly-applied');
  });
});

import { given } from '#testing';
import { recordApplication } from './record-application.js';
import { added, applied, approved, correctionId, rehearsed, requested } from './spec-correction.js';

const body = { correctionId, events: 1, position: '1300/1300' };

describe('record-application', () => {
  it('follows an approval, once', () => {
    given(recordApplication, [requested, added, rehearsed, approved]).when(body).then([applied]);
    given(recordApplication, [requested, added, rehearsed, approved, applied])
      .when(body)
      .thenRefused('correction.not-now');
    given(recordApplication, [requested, added, rehearsed]).when(body).thenRefused('correction.not-now');
  });
});

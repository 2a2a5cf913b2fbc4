import { given } from '#testing';
import { recordDryRun } from './record-dry-run.js';
import { added, approved, correctionId, found, rehearsed, requested } from './spec-correction.js';

const body = { correctionId, ...found, items: 1, decidedOn: [1, 1] };

describe('record-dry-run', () => {
  it('records what was found, again when asked again', () => {
    given(recordDryRun, [requested, added]).when(body).then([rehearsed]);
    given(recordDryRun, [requested, added, rehearsed]).when(body).then([rehearsed]);
  });

  it('refuses what was found for other items, or after the approval', () => {
    given(recordDryRun, [requested, added, rehearsed, approved]).when(body).thenRefused('correction.not-now');
    given(recordDryRun, [requested]).when(body).thenRefused('correction.items-moved');
  });
});

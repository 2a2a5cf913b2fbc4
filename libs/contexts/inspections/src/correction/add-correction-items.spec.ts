import { given } from '#testing';
import { addCorrectionItems } from './add-correction-items.js';
import { correctionItemsAdded } from './correction.js';
import {
  added,
  approved,
  cited,
  command,
  correctionId,
  entry,
  halfDone,
  id,
  origin,
  person,
  rehearsed,
  requested,
  unitId,
} from './spec-correction.js';

const context = { actor: person('helper'), facts: { origins: [origin] } };
const body = { correctionId, from: 1, items: [entry] };

describe('add-correction-items', () => {
  it('goes on where the list ends, and ends what a dry run found', () => {
    const more = correctionItemsAdded({
      correctionId,
      unitId,
      from: 1,
      cited: [cited],
      commands: [command],
      addedBy: id('helper'),
    });
    given(addCorrectionItems, [requested, added, rehearsed], context).when(body).then([more]);
  });

  it('tells two who add at the same time', () => {
    given(addCorrectionItems, [requested, added], context)
      .when({ ...body, from: 0 })
      .thenRefused('correction.items-moved', { items: 1 });
  });

  it('adds nothing to what was approved, begun or never requested', () => {
    given(addCorrectionItems, [requested, added, rehearsed, approved], context)
      .when(body)
      .thenRefused('correction.not-now');
    given(addCorrectionItems, [requested, added, rehearsed, approved, halfDone], context)
      .when(body)
      .thenRefused('correction.partly-applied', { items: 7 });
    given(addCorrectionItems, [], context).when(body).thenRefused('correction.unknown');
  });
});

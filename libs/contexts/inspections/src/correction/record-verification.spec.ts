import { given, today } from '#testing';
import { correctionClosed, correctionVerified } from './correction.js';
import { recordVerification } from './record-verification.js';
import { added, applied, approved, correctionId, rehearsed, requested, unitId } from './spec-correction.js';

const view = { view: 'attendance_rate', touched: 1, rehearsed: 1, asRehearsed: 1, wrong: 0, unforeseen: 0 };
const past = [requested, added, rehearsed, approved, applied] as const;
const verified = (isExact: boolean, eventsAsRehearsed: boolean, views = [view]) =>
  correctionVerified({ correctionId, unitId, isExact, eventsAsRehearsed, views });

describe('record-verification', () => {
  it('closes what changed exactly as rehearsed', () => {
    given(recordVerification, past)
      .when({ correctionId, eventsAsRehearsed: true, views: [view] })
      .then([verified(true, true), correctionClosed({ correctionId, unitId, closedOn: today })]);
  });

  it.each([{ wrong: 1 }, { unforeseen: 1 }])('keeps open what did not: %j', (fault) => {
    const views = [{ ...view, ...fault }];
    given(recordVerification, past)
      .when({ correctionId, eventsAsRehearsed: true, views })
      .then([verified(false, true, views)]);
  });

  it('keeps open what wrote other events', () => {
    given(recordVerification, past)
      .when({ correctionId, eventsAsRehearsed: false, views: [view] })
      .then([verified(false, false)]);
  });

  it('is refused before anything was carried out', () => {
    given(recordVerification, [requested])
      .when({ correctionId, eventsAsRehearsed: true, views: [] })
      .thenRefused('correction.not-now');
  });
});

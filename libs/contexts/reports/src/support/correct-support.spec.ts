import { derivedId } from '#kernel';
import { given } from '#testing';
import { correctSupport } from './correct-support.js';
import { supportCorrected, supportRaised, supportWithdrawn } from './support.js';

const [supportId, unitId] = ['support', 'chi bộ ấp 3'].map((name) => derivedId('spec', name)) as [string, string];
const before = { kind: 'bridge' as const, amountVnd: 90_000_000, forWhat: 'Cầu Kênh', raisedOn: '2024-08-20' };
const raised = supportRaised({ ...before, supportId, unitId, cadreId: null, giver: null });
const body = { supportId, reason: 'Sai số tiền' };

describe('correct-support', () => {
  it('says what was wrong and what is right', () => {
    given(correctSupport, [raised])
      .when({ ...body, amountVnd: 99_000_000 })
      .then([supportCorrected({ supportId, unitId, before, after: { ...before, amountVnd: 99_000_000 } })]);
    given(correctSupport, [raised])
      .when({ ...body, amountVnd: 90_000_000, kind: 'bridge' })
      .then([]);
  });

  it('refuses what is unknown, withdrawn or still to come', () => {
    given(correctSupport, []).when(body).thenRefused('support.unknown');
    given(correctSupport, [raised, supportWithdrawn({ supportId, unitId, before })])
      .when({ ...body, amountVnd: 1 })
      .thenRefused('support.withdrawn');
    given(correctSupport, [raised])
      .when({ ...body, raisedOn: '2024-08-30' })
      .thenRefused('support.day-in-future');
  });
});

import { derivedId } from '#kernel';
import { given } from '#testing';
import { supportRaised, supportWithdrawn } from './support.js';
import { withdrawSupport } from './withdraw-support.js';

const [supportId, unitId] = ['support', 'chi bộ ấp 3'].map((name) => derivedId('spec', name)) as [string, string];
const before = { kind: 'bridge' as const, amountVnd: 90_000_000, forWhat: 'Cầu Kênh', raisedOn: '2024-08-20' };
const raised = supportRaised({ ...before, supportId, unitId, cadreId: null, giver: null });
const withdrawn = supportWithdrawn({ supportId, unitId, before });
const body = { supportId, reason: 'Nhà tài trợ rút' };

describe('withdraw-support', () => {
  it('takes support back, once', () => {
    given(withdrawSupport, [raised]).when(body).then([withdrawn]);
    given(withdrawSupport, [raised, withdrawn]).when(body).then([]);
    given(withdrawSupport, []).when(body).thenRefused('support.unknown');
  });
});

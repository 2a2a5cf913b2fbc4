import { derivedId } from '#kernel';
import { given } from '#testing';
import { visitRecorded, visitWithdrawn } from './visit.js';
import { withdrawVisit } from './withdraw-visit.js';

const [visitId, unitId, cadreId] = ['visit', 'chi bộ ấp 3', 'cadre'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
];
const place = { visitId, unitId, cadreId, on: '2024-08-20' };
const recorded = visitRecorded({ ...place, purpose: 'check', forWhat: 'Kiểm tra', findings: null, households: null });
const withdrawn = visitWithdrawn(place);
const body = { visitId, reason: 'Nhập nhầm đơn vị' };

describe('withdraw-visit', () => {
  it('takes a visit back, once', () => {
    given(withdrawVisit, [recorded]).when(body).then([withdrawn]);
    given(withdrawVisit, [recorded, withdrawn]).when(body).then([]);
    given(withdrawVisit, []).when(body).thenRefused('visit.unknown');
  });
});

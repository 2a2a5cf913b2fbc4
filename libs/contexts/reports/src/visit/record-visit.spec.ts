import { derivedId } from '#kernel';
import { given, today } from '#testing';
import { recordVisit } from './record-visit.js';
import { visitRecorded } from './visit.js';

const [visitId, unitId, cadreId] = ['visit', 'chi bộ ấp 3', 'cadre'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
];
const body = { visitId, unitId, cadreId, on: '2024-08-20', purpose: 'households' as const, forWhat: 'Thăm hộ nghèo' };
const recorded = visitRecorded({ ...body, findings: null, households: 5 });
const facts = { isAssigned: true };

describe('record-visit', () => {
  it('records what an assigned cadre went for', () => {
    given(recordVisit, [], { facts })
      .when({ ...body, households: 5 })
      .then([recorded]);
  });

  it('refuses a cadre who does not follow the unit, a day to come, and an id in use', () => {
    given(recordVisit, [], { facts: { isAssigned: false } })
      .when(body)
      .thenRefused('visit.cadre-not-assigned', { cadreId, on: '2024-08-20' });
    given(recordVisit, [], { facts })
      .when({ ...body, on: '2024-08-30' })
      .thenRefused('visit.day-in-future', { today });
    given(recordVisit, [recorded], { facts }).when(body).thenRefused('visit.already-recorded');
  });
});

import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { visitRecorded, visitWithdrawn } from '../visit/visit.js';
import { visitRegister } from './visit-register.js';

const [visitId, unitId, cadreId] = ['visit', 'unit', 'cadre'].map((name) => derivedId('spec', name)) as [
  string,
  string,
  string,
];
const visit = { purpose: 'households' as const, forWhat: 'Thăm hộ nghèo', findings: null, households: 5 };
const went = visitRecorded({ visitId, unitId, cadreId, on: '2024-08-20', ...visit });

describe('visit_register', () => {
  it('lists visits, and none that was withdrawn', () => {
    expect(project(visitRegister, recorded([went]))).toEqual([
      { visitId, unitId, cadreId, visitedOn: '2024-08-20', ...visit },
    ]);
    const withdrawn = visitWithdrawn({ visitId, unitId, cadreId, on: '2024-08-20' });
    expect(project(visitRegister, recorded([went, withdrawn]))).toEqual([]);
  });
});

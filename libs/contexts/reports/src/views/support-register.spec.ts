import { derivedId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { supportCorrected, supportRaised, supportWithdrawn } from '../support/support.js';
import { supportRegister } from './support-register.js';

const [supportId, unitId] = ['support', 'unit'].map((name) => derivedId('spec', name)) as [string, string];
const before = { kind: 'bridge' as const, amountVnd: 9_007_199_254_740, forWhat: 'Cầu', raisedOn: '2024-08-20' };
const raised = supportRaised({ ...before, supportId, unitId, cadreId: null, giver: null });
const row = { ...raised.data, corrections: 0 };

describe('support_register', () => {
  it('shows support as it stands, corrected or gone', () => {
    expect(project(supportRegister, recorded([raised]))).toEqual([row]);
    const after = { ...before, amountVnd: 99_000_000, raisedOn: '2023-12-30' };
    const corrected = supportCorrected({ supportId, unitId, before, after });
    expect(project(supportRegister, recorded([raised, corrected]))).toEqual([{ ...row, ...after, corrections: 1 }]);
    expect(project(supportRegister, recorded([raised, supportWithdrawn({ supportId, unitId, before })]))).toEqual([]);
  });
});

import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId } from '#kernel';
import { given, today } from '#testing';
import { cadreRecord } from '../cadre/cadre.js';
import { assignCadre } from './assign-cadre.js';
import type { RosterFacts } from './roster-facts.js';
import { assignmentEnded, cadreAssigned } from './roster.js';

const id = (name: string) => derivedId('spec', name);
const [assignmentId, unitId, cadreId, other] = [id('assignment'), id('Xã Đồng Lạc'), id('cadre'), id('other')];
const decision = { number: '1391-QĐ/TU', date: today, issuer: 'Tỉnh ủy Bắc Kạn' };
const facts: RosterFacts = {
  unit: { ...unitRecord.initialState, status: 'open', level: 'commune' },
  cadre: { ...cadreRecord.initialState, status: 'active', unitId: id('Tỉnh ủy') },
  cadreLevel: 'province',
};
const from = '2024-09-01';
const command = { assignmentId, unitId, cadreId, from, decision };
const assigned = cadreAssigned({ assignmentId, unitId, cadreId, from, to: null, tier: 'province-commune' });
const again = { ...command, assignmentId: id('second assignment') };

describe('assign-cadre', () => {
  it('assigns until further notice, with the tier', () => {
    given(assignCadre, [], { facts }).when(command).then([assigned]);
  });

  it('assigns for a term', () => {
    given(assignCadre, [], { facts })
      .when({ ...command, to: '2025-12-31' })
      .then([cadreAssigned({ ...assigned.data, to: '2025-12-31' })]);
  });

  it('lets several cadres follow one unit', () => {
    given(assignCadre, [assigned], { facts })
      .when({ ...again, cadreId: other })
      .then([cadreAssigned({ ...assigned.data, assignmentId: again.assignmentId, cadreId: other })]);
  });

  it('refuses the same cadre twice for one day', () => {
    given(assignCadre, [assigned], { facts })
      .when({ ...again, from: '2030-01-01' })
      .thenRefused('assignment.cadre-already-assigned', { assignmentId, cadreId });
    given(assignCadre, [assigned], { facts })
      .when({ ...again, from: '2024-01-01', to: from })
      .thenRefused('assignment.cadre-already-assigned');
  });

  it('lets a cadre return after the last day, and serve before the first', () => {
    const ended = assignmentEnded({ assignmentId, unitId, cadreId, to: '2024-12-31', cause: 'rotation' });
    given(assignCadre, [assigned, ended], { facts })
      .when({ ...again, from: '2024-12-31' })
      .thenRefused('assignment.cadre-already-assigned');
    given(assignCadre, [assigned, ended], { facts })
      .when({ ...again, from: '2025-01-01' })
      .then([cadreAssigned({ ...assigned.data, assignmentId: again.assignmentId, from: '2025-01-01' })]);
    given(assignCadre, [assigned], { facts })
      .when({ ...again, from: '2024-01-01', to: '2024-08-31' })
      .then([
        cadreAssigned({ ...assigned.data, assignmentId: again.assignmentId, from: '2024-01-01', to: '2024-08-31' }),
      ]);
  });

  it('refuses an id that is taken, and a term that ends before it begins', () => {
    given(assignCadre, [assigned], { facts })
      .when({ ...command, cadreId: other })
      .thenRefused('assignment.already-recorded', { assignmentId });
    given(assignCadre, [], { facts })
      .when({ ...command, to: '2024-08-31' })
      .thenRefused('request.invalid');
  });

  it('refuses a unit that is unknown or does not last as long', () => {
    given(assignCadre, [], { facts: { ...facts, unit: unitRecord.initialState } })
      .when(command)
      .thenRefused('assignment.unit-unknown', { unitId });
    const closed = { ...facts, unit: { ...facts.unit, status: 'closed' as const, closedOn: '2025-06-30' } };
    given(assignCadre, [], { facts: closed })
      .when(command)
      .thenRefused('assignment.unit-closed', { unitId, closedOn: '2025-06-30' });
    given(assignCadre, [], { facts: closed })
      .when({ ...command, to: '2025-06-30' })
      .then([cadreAssigned({ ...assigned.data, to: '2025-06-30' })]);
  });

  it('refuses a cadre who is unknown or retires before the last day', () => {
    given(assignCadre, [], { facts: { ...facts, cadre: cadreRecord.initialState } })
      .when(command)
      .thenRefused('assignment.cadre-unknown', { cadreId });
    const retired = { ...facts, cadre: { ...facts.cadre, status: 'retired' as const, retiredOn: '2025-01-01' } };
    given(assignCadre, [], { facts: retired })
      .when(command)
      .thenRefused('assignment.cadre-retired', { cadreId, retiredOn: '2025-01-01' });
    given(assignCadre, [], { facts: retired })
      .when({ ...command, to: '2024-12-31' })
      .then([cadreAssigned({ ...assigned.data, to: '2024-12-31' })]);
  });
});

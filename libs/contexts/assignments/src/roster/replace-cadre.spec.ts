import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId } from '#kernel';
import { given, today } from '#testing';
import { cadreRecord } from '../cadre/cadre.js';
import { replaceCadre } from './replace-cadre.js';
import type { RosterFacts } from './roster-facts.js';
import { assignmentEnded, cadreAssigned, cadreReplaced } from './roster.js';

const id = (name: string) => derivedId('spec', name);
const [assignmentId, newAssignmentId, unitId] = [id('assignment'), id('new assignment'), id('unit')];
const [cadreId, newCadreId] = [id('cadre'), id('new cadre')];
const decision = { number: '15-QĐ/TU', date: '2025-03-01', issuer: 'Tỉnh ủy Bắc Kạn' };
const facts: RosterFacts = {
  unit: { ...unitRecord.initialState, status: 'open', level: 'commune' },
  cadre: { ...cadreRecord.initialState, status: 'active', unitId: id('Tỉnh ủy') },
  cadreLevel: 'province',
};
const tier = 'province-commune' as const;
const assigned = cadreAssigned({ assignmentId, unitId, cadreId, from: today, to: null, tier });
const on = '2025-03-10';
const cause = 'duties-not-fulfilled' as const;
const command = { unitId, assignmentId, newAssignmentId, newCadreId, on, cause, decision };

describe('replace-cadre', () => {
  it('ends one assignment and begins the other under one decision', () => {
    given(replaceCadre, [assigned], { facts })
      .when(command)
      .then([cadreReplaced({ assignmentId, unitId, cadreId, newAssignmentId, newCadreId, on, to: null, cause, tier })]);
  });

  it('refuses an assignment that is unknown, ended or not begun', () => {
    const ended = assignmentEnded({ assignmentId, unitId, cadreId, to: '2025-01-31', cause: 'rotation' });
    given(replaceCadre, [], { facts }).when(command).thenRefused('assignment.unknown', { assignmentId });
    given(replaceCadre, [assigned, ended], { facts })
      .when(command)
      .thenRefused('assignment.ended-before', { assignmentId, to: '2025-01-31' });
    given(replaceCadre, [assigned], { facts })
      .when({ ...command, on: today })
      .thenRefused('assignment.replaced-before-it-starts');
  });

  it('refuses the same cadre, and one who follows the unit already', () => {
    given(replaceCadre, [assigned], { facts })
      .when({ ...command, newCadreId: cadreId })
      .thenRefused('assignment.replaced-by-same-cadre');
    const second = cadreAssigned({ ...assigned.data, assignmentId: id('second'), cadreId: newCadreId });
    given(replaceCadre, [assigned, second], { facts })
      .when(command)
      .thenRefused('assignment.cadre-already-assigned', { assignmentId: id('second') });
  });

  it('refuses a new cadre who is unknown', () => {
    given(replaceCadre, [assigned], { facts: { ...facts, cadre: cadreRecord.initialState } })
      .when(command)
      .thenRefused('assignment.cadre-unknown', { cadreId: newCadreId });
  });

  it('refuses an id that is taken, and a term that ends before it begins', () => {
    given(replaceCadre, [assigned], { facts })
      .when({ ...command, newAssignmentId: assignmentId })
      .thenRefused('assignment.already-recorded');
    given(replaceCadre, [assigned], { facts })
      .when({ ...command, to: '2025-03-09' })
      .thenRefused('request.invalid');
  });
});

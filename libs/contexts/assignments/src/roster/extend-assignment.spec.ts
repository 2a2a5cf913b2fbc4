import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId } from '#kernel';
import { given, today } from '#testing';
import { cadreRecord } from '../cadre/cadre.js';
import { extendAssignment } from './extend-assignment.js';
import type { RosterFacts } from './roster-facts.js';
import { assignmentEnded, assignmentExtended, cadreAssigned } from './roster.js';

const id = (name: string) => derivedId('spec', name);
const [assignmentId, unitId, cadreId] = [id('assignment'), id('unit'), id('cadre')];
const decision = { number: '1402-QĐ/TU', date: today, issuer: 'Tỉnh ủy Bắc Kạn' };
const facts: RosterFacts = {
  unit: { ...unitRecord.initialState, status: 'open', level: 'commune' },
  cadre: { ...cadreRecord.initialState, status: 'active', unitId: id('Tỉnh ủy') },
  cadreLevel: 'province',
};
const [from, term] = ['2024-09-01', '2025-12-31'];
const assigned = cadreAssigned({ assignmentId, unitId, cadreId, from, to: term, tier: 'province-commune' });
const command = { unitId, assignmentId, to: '2026-12-31', decision };
const extended = assignmentExtended({ assignmentId, unitId, cadreId, to: '2026-12-31', previousTo: term });

describe('extend-assignment', () => {
  it('gives a later last day, or none', () => {
    given(extendAssignment, [assigned], { facts }).when(command).then([extended]);
    given(extendAssignment, [assigned], { facts })
      .when({ unitId, assignmentId, decision })
      .then([assignmentExtended({ ...extended.data, to: null })]);
    given(extendAssignment, [assigned, extended], { facts }).when(command).then([]);
  });

  it('refuses an earlier day, what has no term, and what another decision ended', () => {
    given(extendAssignment, [assigned], { facts })
      .when({ ...command, to: '2025-06-30' })
      .thenRefused('assignment.extension-not-later');
    given(extendAssignment, [cadreAssigned({ ...assigned.data, to: null })], { facts })
      .when(command)
      .thenRefused('assignment.has-no-term');
    const ended = assignmentEnded({ assignmentId, unitId, cadreId, to: '2025-01-31', cause: 'violation' });
    given(extendAssignment, [assigned, ended], { facts }).when(command).thenRefused('assignment.ended-before');
  });

  it('refuses to go beyond the unit or the cadre, and into another assignment of the same cadre', () => {
    const unit = { ...facts.unit, status: 'closed', closedOn: '2026-06-30' } as const;
    given(extendAssignment, [assigned], { facts: { ...facts, unit } })
      .when(command)
      .thenRefused('assignment.unit-closed');
    const next = cadreAssigned({ ...assigned.data, assignmentId: id('next'), from: '2026-02-01', to: null });
    given(extendAssignment, [assigned, next], { facts }).when(command).thenRefused('assignment.cadre-already-assigned');
  });

  it('refuses an unknown assignment', () => {
    given(extendAssignment, [], { facts: undefined }).when(command).thenRefused('assignment.unknown');
  });
});

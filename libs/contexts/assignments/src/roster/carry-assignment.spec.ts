import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId, fold } from '#kernel';
import { given, someActor } from '#testing';
import { cadreRecord } from '../cadre/cadre.js';
import { carryAssignment } from './carry-assignment.js';
import { assignmentCarried, cadreAssigned, roster } from './roster.js';

const id = (name: string) => derivedId('spec', name);
const [unitId, fromUnitId, cadreId] = [id('Xã Nam Cường mới'), id('Xã Đồng Lạc'), id('cadre')];
const [assignmentId, fromAssignmentId] = [id('new'), id('old')];
const decision = { number: '3-QĐ/TU', date: '2025-07-10', issuer: 'Tỉnh ủy Thái Nguyên' };
const tier = 'province-commune' as const;
const open = (to: string | null) =>
  fold(roster, [
    cadreAssigned({ assignmentId: fromAssignmentId, unitId: fromUnitId, cadreId, from: '2024-09-01', to, tier }),
  ]);
const facts = {
  old: open(null),
  oldUnit: { ...unitRecord.initialState, status: 'closed', closedOn: '2025-06-30', successorIds: [unitId] } as const,
  oldLineIds: [fromUnitId, unitId, someActor.unitId],
  term: {
    unit: { ...unitRecord.initialState, status: 'open', level: 'commune' },
    cadre: { ...cadreRecord.initialState, status: 'active', unitId: id('Tỉnh ủy') },
    cadreLevel: 'province',
  } as const,
};
const command = { unitId, assignmentId, fromUnitId, fromAssignmentId, decision };
const carried = assignmentCarried({
  ...{ assignmentId, unitId, cadreId, from: '2025-07-01', to: null, tier, fromUnitId, fromAssignmentId },
});

describe('carry-assignment', () => {
  it('goes on with the successor from the day after the unit’s last', () => {
    given(carryAssignment, [], { facts }).when(command).then([carried]);
  });

  it('keeps the old term unless the decision sets another', () => {
    const old = { ...facts, old: open('2025-12-31') };
    given(carryAssignment, [], { facts: old })
      .when(command)
      .then([assignmentCarried({ ...carried.data, to: '2025-12-31' })]);
    given(carryAssignment, [], { facts: old })
      .when({ ...command, to: '2026-06-30' })
      .then([assignmentCarried({ ...carried.data, to: '2026-06-30' })]);
  });

  it('is done once', () => {
    given(carryAssignment, [carried], { facts }).when(command).then([]);
    given(carryAssignment, [carried], { facts })
      .when({ ...command, assignmentId: id('another') })
      .thenRefused('assignment.already-carried', { assignmentId });
  });

  it('refuses a unit that is not closed, or whose successor this is not', () => {
    const refused = (oldUnit: object, code: string) =>
      given(carryAssignment, [], { facts: { ...facts, oldUnit: { ...facts.oldUnit, ...oldUnit } } })
        .when(command)
        .thenRefused(code);
    refused({ status: 'open' }, 'assignment.unit-not-closed');
    refused({ successorIds: [] }, 'assignment.not-a-successor');
  });

  it('refuses an assignment that is unknown, had ended, or whose unit the actor does not see', () => {
    given(carryAssignment, [], { facts: { ...facts, old: roster.initialState } })
      .when(command)
      .thenRefused('assignment.unknown');
    given(carryAssignment, [], { facts: { ...facts, old: open('2025-06-30') } })
      .when(command)
      .thenRefused('assignment.ended-before');
    given(carryAssignment, [], { facts: { ...facts, oldLineIds: [fromUnitId] } })
      .when(command)
      .thenRefused('command.outside-scope');
  });

  it('refuses a cadre who follows the successor already', () => {
    const there = cadreAssigned({ assignmentId: id('there'), unitId, cadreId, from: '2025-07-01', to: null, tier });
    given(carryAssignment, [there], { facts }).when(command).thenRefused('assignment.cadre-already-assigned');
  });
});

import { unitRecord } from '#contexts/org-units/contracts';
import { derivedId } from '#kernel';
import { given } from '#testing';
import { cadreRecord } from '../cadre/cadre.js';
import { correctAssignment } from './correct-assignment.js';
import type { RosterFacts } from './roster-facts.js';
import { assignmentCorrected, cadreAssigned, roster } from './roster.js';

const id = (name: string) => derivedId('spec', name);
const [assignmentId, unitId, cadreId, other] = [id('assignment'), id('unit'), id('cadre'), id('other')];
const facts: RosterFacts = {
  unit: { ...unitRecord.initialState, status: 'open', level: 'commune' },
  cadre: { ...cadreRecord.initialState, status: 'active', unitId: id('Tỉnh ủy') },
  cadreLevel: 'province',
};
const tier = 'province-commune' as const;
const assigned = cadreAssigned({ assignmentId, unitId, cadreId, from: '2024-09-01', to: null, tier });
const before = { cadreId, from: '2024-09-01', to: null };
const reason = 'Nhập sai ngày so với Quyết định 1391-QĐ/TU';
const command = { unitId, assignmentId, from: '2024-08-29', reason };
const corrected = assignmentCorrected({
  ...{ assignmentId, unitId, cadreId, previousCadreId: cadreId, before },
  after: { cadreId, from: '2024-08-29', to: null, tier },
});

describe('correct-assignment', () => {
  it('says what was recorded and what is right', () => {
    given(correctAssignment, [assigned], { facts }).when(command).then([corrected]);
    given(correctAssignment, [assigned], { facts })
      .when({ unitId, assignmentId, cadreId: other, to: '2025-12-31', reason })
      .then([
        assignmentCorrected({
          ...corrected.data,
          cadreId: other,
          after: { cadreId: other, from: '2024-09-01', to: '2025-12-31', tier },
        }),
      ]);
  });

  it('takes an assignment back that names the wrong unit', () => {
    const taken = assignmentCorrected({ ...corrected.data, after: null });
    given(correctAssignment, [assigned], { facts })
      .when({ unitId, assignmentId, wrongUnit: true, reason })
      .then([taken]);
    expect(roster.evolve(roster.evolve(roster.initialState, assigned), taken).entries).toEqual([]);
  });

  it('makes a term end at no day', () => {
    const term = cadreAssigned({ ...assigned.data, to: '2024-12-31' });
    given(correctAssignment, [term], { facts })
      .when({ unitId, assignmentId, untilFurtherNotice: true, reason })
      .then([
        assignmentCorrected({
          ...corrected.data,
          before: { ...before, to: '2024-12-31' },
          after: { ...before, tier },
        }),
      ]);
  });

  it('changes nothing when nothing differs', () => {
    given(correctAssignment, [assigned, corrected], { facts }).when(command).then([]);
  });

  it('holds from the day of the fact that it corrects', () => {
    const state = roster.evolve(roster.initialState, assigned);
    const body = Object.assign(new correctAssignment.command(), command);
    expect(correctAssignment.effectiveAt!(body, state)).toBe('2024-09-01');
  });

  it('refuses what could not have been assigned either', () => {
    const cadre = { ...facts.cadre, status: 'retired', retiredOn: '2024-10-01' } as const;
    given(correctAssignment, [assigned], { facts: { ...facts, cadre } })
      .when(command)
      .thenRefused('assignment.cadre-retired');
    given(correctAssignment, [assigned], { facts })
      .when({ unitId, assignmentId, to: '2024-08-31', reason })
      .thenRefused('assignment.ends-before-it-starts');
    const second = cadreAssigned({ ...assigned.data, assignmentId: id('second'), cadreId: other });
    given(correctAssignment, [assigned, second], { facts })
      .when({ unitId, assignmentId, cadreId: other, reason })
      .thenRefused('assignment.cadre-already-assigned');
    given(correctAssignment, [], { facts: undefined }).when(command).thenRefused('assignment.unknown');
  });
});

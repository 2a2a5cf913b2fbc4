import { derivedId } from '#kernel';
import { given } from '#testing';
import { appointInspectors } from './appoint-inspectors.js';
import { inspectorsAppointed } from './inspection-team.js';

const id = (name: string) => derivedId('spec', name);
const [inspectionId, unitId, first, second] = [id('inspection'), id('unit'), id('first'), id('second')];
const decision = { number: '21-QĐ/UBKT', date: '2019-05-02', issuer: 'Ủy ban Kiểm tra Thị ủy Quảng Trị' };
const facts = { unitStatus: 'open' as const, unknownIds: [] as string[] };
const command = { inspectionId, unitId, cadreIds: [first], from: '2019-05-06', decision };
const appointed = inspectorsAppointed({ inspectionId, unitId, cadreIds: [first], from: '2019-05-06', to: null });

describe('appoint-inspectors', () => {
  it('records who inspects a unit', () => {
    given(appointInspectors, [], { facts }).when(command).then([appointed]);
  });

  it('takes further members, and nobody twice', () => {
    given(appointInspectors, [appointed], { facts }).when(command).then([]);
    given(appointInspectors, [appointed], { facts })
      .when({ ...command, cadreIds: [first, second], to: '2019-05-31' })
      .then([inspectorsAppointed({ ...appointed.data, cadreIds: [second], to: '2019-05-31' })]);
  });

  it('refuses an unknown unit or cadre, another unit, and an end before the beginning', () => {
    given(appointInspectors, [], { facts: { ...facts, unitStatus: 'none' as const } })
      .when(command)
      .thenRefused('assignment.unit-unknown');
    given(appointInspectors, [], { facts: { ...facts, unknownIds: [first] } })
      .when(command)
      .thenRefused('assignment.cadre-unknown', { cadreIds: [first] });
    given(appointInspectors, [appointed], { facts })
      .when({ ...command, unitId: id('another') })
      .thenRefused('inspection.of-another-unit');
    given(appointInspectors, [], { facts })
      .when({ ...command, to: '2019-05-05' })
      .thenRefused('request.invalid');
  });
});

import { derivedId, rootUnitId } from '#kernel';
import { given, someActor, today } from '#testing';
import { cadrePositionChanged, cadreRegistered, cadreRetired } from './cadre.js';
import { changePosition } from './change-position.js';

const id = (name: string) => derivedId('spec', name);
const [cadreId, unitId, newUnitId, cellId] = [id('cadre'), id('Sở Nội vụ'), id('Ban Tổ chức'), id('Chi bộ 2')];
const registered = cadreRegistered({
  ...{ cadreId, fullName: 'Nông Thị Hạnh', phone: null, position: 'Chuyên viên', unitId, generated: false },
});
const decision = { number: '7-QĐ/TU', date: today, issuer: 'Tỉnh ủy Bắc Kạn' };
const facts = {
  ...{ unitStatus: 'open' as const, aboveIds: [newUnitId, someActor.unitId, rootUnitId] },
  cellLevel: 'cell' as string | undefined,
};
const changed = cadrePositionChanged({
  ...{ cadreId, position: 'Phó Trưởng ban', unitId: newUnitId, previousUnitId: unitId, cellId: null, on: today },
});
const command = { cadreId, position: 'Phó  Trưởng ban', unitId: newUnitId, decision };

describe('change-position', () => {
  it('gives another position in another unit', () => {
    given(changePosition, [registered], { facts }).when(command).then([changed]);
  });

  it('leaves what is not named as it was', () => {
    given(changePosition, [registered], { facts })
      .when({ cadreId, cellId, effectiveAt: '2024-09-01', decision })
      .then([cadrePositionChanged({ ...changed.data, position: 'Chuyên viên', unitId, cellId, on: '2024-09-01' })]);
    given(changePosition, [registered, changed], { facts }).when(command).then([]);
  });

  it('refuses a unit that is unknown, closed or out of the actor’s sight', () => {
    const refused = (part: object, code: string) =>
      given(changePosition, [registered], { facts: { ...facts, ...part } })
        .when(command)
        .thenRefused(code);
    refused({ unitStatus: 'none' }, 'cadre.unit-unknown');
    refused({ unitStatus: 'closed' }, 'cadre.unit-closed');
    refused({ aboveIds: [newUnitId, rootUnitId] }, 'cadre.new-unit-outside-scope');
  });

  it('refuses an own cell that is none', () => {
    given(changePosition, [registered], { facts: { ...facts, cellLevel: '' } })
      .when({ ...command, cellId })
      .thenRefused('cadre.cell-unknown', { cellId });
  });

  it('refuses a cadre who is unknown or retired', () => {
    given(changePosition, [], { facts }).when(command).thenRefused('cadre.unknown');
    given(changePosition, [registered, cadreRetired({ cadreId, unitId, on: today })], { facts })
      .when(command)
      .thenRefused('cadre.already-retired');
  });
});

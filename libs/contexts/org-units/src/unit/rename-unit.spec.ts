import { derivedId } from '#kernel';
import { given, today } from '#testing';
import { renameUnit } from './rename-unit.js';
import { unitClosed, unitRegistered, unitRenamed } from './unit.js';

const unitId = derivedId('spec', 'unit');
const parentId = derivedId('spec', 'parent');
const registered = unitRegistered({
  unitId,
  name: 'Chi bộ ấp 3',
  level: 'cell',
  kind: 'ấp',
  code: null,
  parentId,
  openedOn: '2020-01-01',
  generated: false,
});
const decision = { number: '12-QĐ/ĐU', date: today, issuer: 'Đảng ủy xã' };
const name = 'Chi bộ ấp An Hòa';

describe('rename-unit', () => {
  it('renames, and keeps the former name', () => {
    given(renameUnit, [registered])
      .when({ unitId, name, decision })
      .then([unitRenamed({ unitId, name, previousName: 'Chi bộ ấp 3', on: today })]);
  });

  it('changes nothing when the name stands already, however it is typed', () => {
    given(renameUnit, [registered])
      .when({ unitId, name: 'Chi bộ ấp 3'.normalize('NFD'), decision })
      .then([]);
  });

  it('refuses an unknown or closed unit', () => {
    const closed = unitClosed({ unitId, parentId, closedOn: '2024-06-30', successorIds: [] });
    given(renameUnit, []).when({ unitId, name, decision }).thenRefused('org-unit.unknown');
    given(renameUnit, [registered, closed]).when({ unitId, name, decision }).thenRefused('org-unit.closed');
  });
});

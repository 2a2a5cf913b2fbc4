import { derivedId, rootUnitId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { unitRegistered, unitRenamed } from '../unit/unit.js';
import { unitNames } from './unit-names.js';

const unitId = derivedId('spec', 'unit');
const registered = unitRegistered({
  unitId,
  name: 'Xã Đồng Lạc',
  level: 'commune',
  kind: 'xã',
  code: null,
  parentId: rootUnitId,
  openedOn: '1997-01-01',
  generated: false,
});

describe('unit_names', () => {
  it('holds every name with its first day; of two on one day the last', () => {
    const renamed = (name: string) =>
      unitRenamed({ unitId, name, previousName: registered.data.name, on: '2024-01-01' });
    const rows = project(unitNames, recorded([registered, renamed('Xã Quảng Bạc'), renamed('Xã Quảng Bạch')]));
    expect(rows).toEqual([
      { unitId, since: '1997-01-01', name: 'Xã Đồng Lạc', searchName: 'xa dong lac' },
      { unitId, since: '2024-01-01', name: 'Xã Quảng Bạch', searchName: 'xa quang bach' },
    ]);
  });
});

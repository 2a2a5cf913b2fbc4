import { derivedId, rootUnitId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { unitMoved, unitRegistered } from '../unit/unit.js';
import { unitPlaces } from './unit-places.js';

const unitId = derivedId('spec', 'unit');
const parentId = derivedId('spec', 'Thái Nguyên');
const registered = unitRegistered({
  unitId,
  name: 'Xã Thượng Quan',
  level: 'commune',
  kind: 'xã',
  code: null,
  parentId: rootUnitId,
  openedOn: '1997-01-01',
  generated: false,
});

describe('unit_places', () => {
  it('holds every place with its first day', () => {
    const moved = unitMoved({ unitId, parentId, previousParentId: rootUnitId, on: '2025-07-01' });
    expect(project(unitPlaces, recorded([registered, moved]))).toEqual([
      { unitId, since: '1997-01-01', parentId: rootUnitId },
      { unitId, since: '2025-07-01', parentId },
    ]);
  });
});

import { derivedId, rootUnitId } from '#kernel';
import { project } from '#projections';
import { recorded } from '#testing';
import { unitClosed, unitMoved, unitRegistered, unitRenamed } from '../unit/unit.js';
import { unitDirectory } from './unit-directory.js';

const unitId = derivedId('spec', 'unit');
const registered = unitRegistered({
  unitId,
  name: 'Xã Đồng Lạc',
  level: 'commune',
  kind: 'xã',
  code: '01900',
  parentId: rootUnitId,
  openedOn: '1997-01-01',
  generated: false,
});
const row = { ...registered.data, aboveId: rootUnitId, searchName: 'xa dong lac', status: 'open', closedOn: null };

describe('unit_directory', () => {
  it('holds a unit from its registration', () => {
    expect(project(unitDirectory, recorded([registered]))).toEqual([row]);
  });

  it('is searched by the new name after a renaming', () => {
    const renamed = unitRenamed({ unitId, name: 'Xã Quảng Bạch', previousName: row.name, on: '2024-01-01' });
    expect(project(unitDirectory, recorded([registered, renamed]))).toEqual([
      { ...row, name: 'Xã Quảng Bạch', searchName: 'xa quang bach' },
    ]);
  });

  it('follows a move', () => {
    const parentId = derivedId('spec', 'parent');
    const moved = unitMoved({ unitId, parentId, previousParentId: rootUnitId, on: '2024-01-01' });
    expect(project(unitDirectory, recorded([registered, moved]))).toEqual([{ ...row, parentId, aboveId: parentId }]);
  });

  it('keeps a closed unit below the one successor that carries on its work', () => {
    const [heir, other] = [derivedId('spec', 'heir'), derivedId('spec', 'other')];
    const closed = { unitId, parentId: rootUnitId, closedOn: '2025-06-30' };
    const aboveAfter = (successorIds: readonly string[]) =>
      project(unitDirectory, recorded([registered, unitClosed({ ...closed, successorIds })]))[0]!.aboveId;
    expect(aboveAfter([heir])).toBe(heir);
    expect(aboveAfter([heir, other])).toBe(rootUnitId);
  });

  it('keeps a closed unit', () => {
    const closed = unitClosed({ unitId, parentId: rootUnitId, closedOn: '2025-06-30', successorIds: [] });
    expect(project(unitDirectory, recorded([registered, closed]))).toEqual([
      { ...row, status: 'closed', closedOn: '2025-06-30' },
    ]);
  });
});

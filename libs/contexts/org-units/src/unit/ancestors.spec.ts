import { derivedId, fold, rootUnitId, type Reader } from '#kernel';
import { lineage, lineageOn } from './ancestors.js';
import { unitClosed, unitMoved, unitRecord, unitRegistered, type UnitEvent } from './unit.js';

const id = (name: string) => derivedId('spec', name);
const register = (unitId: string, parentId: string) =>
  unitRegistered({
    ...{ unitId, name: unitId, level: 'commune', kind: null, code: null, parentId },
    ...{ openedOn: '1997-01-01', generated: false },
  });
const [old, heir, commune] = [id('Bắc Kạn'), id('Thái Nguyên'), id('Xã Thượng Quan')];
const move = (parentId: string, on: string) => unitMoved({ unitId: commune, parentId, previousParentId: old, on });
const closed = unitClosed({ unitId: old, parentId: rootUnitId, closedOn: '2025-06-30', successorIds: [heir] });
const streams = new Map<string, readonly UnitEvent[]>([
  [old, [register(old, rootUnitId), closed]],
  [heir, [register(heir, rootUnitId)]],
  // The second move is entered late.
  [commune, [register(commune, old), move(heir, '2025-07-01'), move(rootUnitId, '2010-01-01')]],
]);
const read: Reader = {
  state: (of, unitId) => Promise.resolve(fold(of, (streams.get(unitId) ?? []) as never)),
  origin: () => Promise.resolve(undefined),
};
const ids = async (line: ReturnType<typeof lineage>) => (await line).map(({ unitId }) => unitId);

describe('units above a unit', () => {
  it('today: above a closed unit stands the successor that keeps its records', async () => {
    expect(await ids(lineage(read, old))).toEqual([old, heir]);
    expect(await ids(lineage(read, id('nobody')))).toEqual([]);
  });

  it('on a day: by the parents of that day', async () => {
    expect(await ids(lineageOn(read, commune, '1990-01-01'))).toEqual([commune, old]);
    expect(await ids(lineageOn(read, commune, '2009-12-31'))).toEqual([commune, old]);
    expect(await ids(lineageOn(read, commune, '2025-06-30'))).toEqual([commune]);
    expect(await ids(lineageOn(read, commune, '2025-07-01'))).toEqual([commune, heir]);
  });

  it('keeps one place for each day', () => {
    const twice = fold(unitRecord, [register(commune, old), move(heir, '2025-07-01'), move(old, '2025-07-01')]);
    expect(twice.places.map(({ parentId }) => parentId)).toEqual([old, old]);
  });
});

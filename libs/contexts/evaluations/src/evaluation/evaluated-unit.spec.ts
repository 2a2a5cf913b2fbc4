import { unitClosed, unitRecord } from '#contexts/org-units/contracts';
import { derivedId, fold, rootUnitId, type Reader } from '#kernel';
import { decidingUnit, parentIn, superiorIn } from './evaluated-unit.js';

/**
 * Cells of Xã Đồng Lạc and what became of them in 2025: one moved to Xã Nghĩa Tá in February, one stayed until the
 * commune passed whole into Xã Nam Cường in July; the communes' own district was abolished then, and nobody followed it.
 */
const id = (name: string) => derivedId('spec', name);
const [cell, moved, commune, other, heir] = ['cell', 'moved', 'Đồng Lạc', 'Nghĩa Tá', 'Nam Cường'].map(id) as [
  string,
  string,
  string,
  string,
  string,
];
const [district, province, half, otherHalf] = ['Chợ Đồn', 'Bắc Kạn', 'half', 'other half'].map(id) as [
  string,
  string,
  string,
  string,
];

const place = (parentId: string, since = '1997-01-01') => ({ since, parentId });
function standing(...places: readonly ReturnType<typeof place>[]) {
  const { parentId } = places.at(-1)!;
  return { ...unitRecord.initialState, status: 'open' as const, openedOn: places[0]!.since, places, parentId };
}
const closed = (unit: ReturnType<typeof standing>, unitId: string, successorIds: readonly string[]) =>
  fold(unitRecord, [unitClosed({ unitId, parentId: unit.parentId, closedOn: '2025-06-30', successorIds })], unit);

const units = {
  [cell]: standing(place(commune)),
  [moved]: standing(place(commune), place(other, '2025-02-01')),
  [commune]: closed(standing(place(district)), commune, [heir]),
  [other]: standing(place(district), place(province, '2025-07-01')),
  [heir]: standing(place(province, '2025-07-01')),
  [district]: closed(standing(place(province)), district, []),
  [province]: standing(place(rootUnitId)),
};
const reading = (records: Readonly<Record<string, unknown>>): Reader => ({
  state: (of, unitId) => Promise.resolve((records[unitId] ?? of.initialState) as typeof of.initialState),
  origin: () => Promise.resolve(undefined),
});
const superior = (unitId: keyof typeof units, period: string, records: typeof units = units) =>
  superiorIn(reading(records), records[unitId]!, period);

describe('the immediate superior for a period', () => {
  it('is the one at its end, wherever the unit went afterwards', async () => {
    expect(parentIn(units[moved]!, '2024')).toBe(commune);
    expect(await superior(moved, '2025')).toBe(other);
    expect(await superior(moved, '2025-Q1')).toBe(other);
    const open = { ...units, [commune]: standing(place(district)) };
    expect(await superior(moved, '2024', open)).toBe(commune);
  });

  it('is the one unit that it has passed into since', async () => {
    expect(await superior(moved, '2024')).toBe(heir);
    expect(await superior(cell, '2024')).toBe(heir);
    expect(await superior(cell, '2025')).toBe(heir);
  });

  it('is what stands above the unit today when nobody, or several, followed', async () => {
    expect(await superior(other, '2024')).toBe(province);
    const divided = {
      ...units,
      [commune]: closed(standing(place(district)), commune, [half, otherHalf]),
      [cell]: standing(place(commune), place(half, '2025-07-01')),
    };
    expect(await superior(cell, '2024', divided)).toBe(half);
    // A unit that was left behind waits for an admin above.
    expect(await superior(cell, '2024', { ...divided, [cell]: standing(place(commune)) })).toBe(commune);
  });

  it('of a unit that ended in the period is the one of its last day', async () => {
    const ended = { ...units[moved]!, status: 'closed' as const, closedOn: '2025-01-31' };
    expect(parentIn(ended, '2025')).toBe(commune);
    expect(await superiorIn(reading(units), unitRecord.initialState, '2025')).toBeUndefined();
  });
});

it('a superior acts for itself when it names itself, else for the unit', () => {
  expect(decidingUnit({ unitId: cell })).toBe(cell);
  expect(decidingUnit({ unitId: cell, decidedByUnitId: commune })).toBe(commune);
});

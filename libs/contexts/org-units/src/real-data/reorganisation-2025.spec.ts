import { rootUnitId } from '#kernel';
import { movesOf, reorganisation2025, type Reorganisation } from './reorganisation-2025.js';
import { communeIdBefore2025, provinceIdBefore2025, unitsBefore2025 } from './units-before-2025.js';
import { communeIdSince2025, provinceIdSince2025 } from './units-since-2025.js';

const before = new Set(unitsBefore2025().units.map(({ unitId }) => unitId));
const isRegistered = (unitId: string) => before.has(unitId);
const country = reorganisation2025({ isRegistered });
const stepsOf = ({ forming, closing }: Reorganisation) => [...forming, ...closing].flatMap(({ steps }) => steps);
const count = (plan: Reorganisation, phase: string, act: string) =>
  [...plan.forming, ...plan.closing].find(({ name }) => name === phase)!.steps.filter((step) => step.act === act)
    .length;

describe('the reorganisation of July 2025', () => {
  it('makes 34 provinces of 63: 11 stay, 23 are formed of 52', () => {
    expect(count(country, 'provinces', 'merge-units')).toBe(23);
    expect(count(country, 'old provinces', 'close-unit')).toBe(52);
  });

  it('makes 3,321 communes: 3,166 formed, 149 that stay themselves, 6 without a known predecessor', () => {
    const formed = count(country, 'communes', 'merge-units');
    const stayed = count(country, 'communes', 'move-unit');
    expect([formed, stayed, country.withoutPredecessor.length]).toEqual([3_166, 149, 6]);
    expect(formed + stayed + count(country, 'communes', 'register-unit')).toBe(3_321);
    expect(country.withoutPredecessor.map(({ name }) => name)).toContain('Đặc khu Côn Đảo');
  });

  it('closes every district and every commune that became part of another, and no other unit', () => {
    expect(count(country, 'districts', 'close-unit')).toBe(691);
    expect(count(country, 'old communes', 'close-unit')).toBe(10_034 - 149);
    expect(country.communeSuccessors.size).toBe(10_034 - 149);
    expect(country.unusable).toHaveLength(943);
  });

  it('is the same at every call, and each command has an id of its own', () => {
    expect(reorganisation2025({ isRegistered })).toEqual(country);
    const ids = stepsOf(country).map(({ commandId }) => commandId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('of one province takes in all that became part of it', () => {
    const plan = reorganisation2025({ isRegistered, province: 'Tỉnh Thái Nguyên' });
    const newId = provinceIdSince2025('19');
    expect(plan.forming[0]!.steps).toMatchObject([
      {
        act: 'merge-units',
        body: {
          unitId: newId,
          predecessorIds: ['Tỉnh Bắc Kạn', 'Tỉnh Thái Nguyên'].map(provinceIdBefore2025),
          newUnit: { name: 'Tỉnh Thái Nguyên', parentId: rootUnitId },
        },
      },
    ]);
    expect(plan.unusable.every(({ row }) => row.new_province_name === 'Thái Nguyên')).toBe(true);
  });

  it('merges the part that the system knows: 22 communes of huyện Ba Tri into 7 of Vĩnh Long', () => {
    const { units } = unitsBefore2025({ province: 'Tỉnh Bến Tre', district: 'Huyện Ba Tri' });
    const known = new Set(units.map(({ unitId }) => unitId));
    const plan = reorganisation2025({ isRegistered: (unitId) => known.has(unitId), province: 'Tỉnh Vĩnh Long' });
    expect(plan.communeSuccessors.size).toBe(22);
    expect(new Set(plan.communeSuccessors.values()).size).toBe(7);
    const [province] = plan.forming[0]!.steps;
    expect(province!.body['predecessorIds']).toEqual([provinceIdBefore2025('Tỉnh Bến Tre')]);
    const district = plan.closing[1]!.steps;
    expect(district).toHaveLength(1);
    expect(district[0]!.body['successorIds']).toHaveLength(8);
  });

  it('takes into a unit that is there what is not merged yet', () => {
    const newId = communeIdSince2025('29158');
    const { units } = unitsBefore2025({ province: 'Tỉnh Bến Tre', district: 'Huyện Ba Tri' });
    const known = new Set([...units.map(({ unitId }) => unitId), newId]);
    const plan = reorganisation2025({ isRegistered: (unitId) => known.has(unitId), province: 'Tỉnh Vĩnh Long' });
    const merger = plan.forming[1]!.steps.find(({ body }) => body['unitId'] === newId)!;
    expect(merger.body).not.toHaveProperty('newUnit');
  });

  it('moves what stands below an old commune to the new one', () => {
    const parentId = communeIdBefore2025('29161');
    const [step] = movesOf(country, [{ unitId: rootUnitId, parentId }]).steps;
    expect(step).toMatchObject({ act: 'move-unit', body: { parentId: communeIdSince2025('29158') } });
  });
});
